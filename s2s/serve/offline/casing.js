// Lines in CAPITALS or In Title Case, as s2s/data/text/casing.py has them: read in ordinary casing, and cased again.

import { split, words } from "./text.js";

const TITLE_WORDS = 4, SHOUTED = 4;
const DOTTED = ["tr", "az"]; // languages with an i that keeps its dot as a capital
const CASED_ALL = /[\p{Uppercase}\p{Lowercase}]/gu;
const LOWER = /^\p{Lowercase}$/u, UPPER = /^\p{Uppercase}$/u, LETTER = /\p{L}/u;

const small = (character) => LOWER.test(character) && character.toUpperCase().toLowerCase() === character;
const casedOf = (word) => word.match(CASED_ALL) ?? [];

// "capitals", "title", or null for ordinary casing and scripts without case.
export function casingOf(text) {
  const found = split(text).map(casedOf).filter((letters) => letters.length);
  if (![...text].some(small)) {
    const shouted = found.length > 1 && found.some((letters) => letters.length > 1);
    return shouted || found.some((letters) => letters.length >= SHOUTED) ? "capitals" : null;
  }
  if (found.length < TITLE_WORDS || found.some((letters) => small(letters[0]))) return null;
  return 2 * found.filter(capitalised).length > found.length ? "title" : null;
}

const capitalised = (letters) => letters.length > 1 && UPPER.test(letters[0]) && letters.slice(1).every(small);

export class Caser {
  // `titles` are the letters whose form at the beginning of a word is not their capital, with that form.
  constructor(titles) {
    this.titles = titles;
  }

  // `text` as it would stand inside a text; `rarity` tells how badly the model knows a word, null where it knows no capitals.
  ordinary(text, casing, language, rarity) {
    let first = true;
    return text.replace(words(), (word) => {
      const letters = casedOf(word);
      if (!letters.length) return word;
      const begins = first;
      first = false;
      if (casing === "title" && !capitalised(letters) && letters.length > 1) return word;
      const low = lower(word, language), high = this.capital(low, language);
      if (!rarity) return low;
      return begins || rarity(high) < rarity(low) ? high : low;
    });
  }

  recased(text, casing, language) {
    if (casing === "title") return text.replace(words(), (word) => this.capital(word, language));
    return (DOTTED.includes(language) ? text.replaceAll("i", "İ") : text).toUpperCase();
  }

  // `word` with its first letter as a capital.
  capital(word, language) {
    const letter = LETTER.exec(word);
    if (!letter) return word;
    const [one] = letter, dotted = one === "i" && DOTTED.includes(language);
    const first = dotted ? "İ" : (this.titles[one] ?? one.toUpperCase());
    return word.slice(0, letter.index) + first + word.slice(letter.index + one.length);
  }
}

function lower(text, language) {
  return (DOTTED.includes(language) ? text.replaceAll("I", "ı").replaceAll("İ", "i") : text).toLowerCase();
}
