// A text that is too long to be translated at once, in parts: s2s/data/text/sentences.py.

import { SPACE } from "./tokenizer.js";

export const LONGEST_TEXT = 50_000; // characters that are encoded at once

// The ids of `text`, at most `longest` at a time, cut before a word if one begins in the second half of them.
export function* passages(text, tokenizer, longest) {
  const characters = [...text];
  for (let begin = 0, end; begin < characters.length; begin = end) {
    end = characters.length;
    if (end - begin > LONGEST_TEXT) {
      const space = characters.lastIndexOf(" ", begin + LONGEST_TEXT - 1);
      end = space >= begin + LONGEST_TEXT / 2 ? space : begin + LONGEST_TEXT;
    }
    const ids = tokenizer.encode(characters.slice(begin, end).join("")), names = ids.map((id) => tokenizer.names[id]);
    const words = names.flatMap((name, index) => (name.startsWith(SPACE) ? [index] : []));
    let first = 0;
    while (ids.length - first > longest) {
      const inside = words.filter((index) => index > first + longest / 2 && index <= first + longest);
      let last = inside.at(-1) ?? first + longest;
      while (last > first + 1 && /^<0x[89AB].>$/.test(names[last])) last--;
      yield ids.slice(first, last);
      first = last;
    }
    yield ids.slice(first);
  }
}
