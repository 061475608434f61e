// Text as Python's str sees it, which differs from JavaScript's: white space, words, characters.

export const WHITE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const BEFORE = new RegExp(`^[${WHITE}]+`, "u"), AFTER = new RegExp(`[${WHITE}]+$`, "u");
const SPLIT = new RegExp(`[${WHITE}]+`, "u");
const LETTER = /\p{L}/u;

// How many units of UTF-16 of white space `text` begins with.
export const indent = (text) => BEFORE.exec(text)?.[0].length ?? 0;
export const strip = (text) => text.replace(BEFORE, "").replace(AFTER, "");
export const split = (text) => strip(text).split(SPLIT).filter(Boolean);
// Runs of what is no white space, for `replace` and `matchAll`.
export const words = () => new RegExp(`[^${WHITE}]+`, "gu");
export const lettered = (text) => LETTER.test(text);
export const size = (text) => [...text].length;
