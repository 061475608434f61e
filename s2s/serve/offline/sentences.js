// A line as sentences, which are translated one by one, as s2s/data/text/sentences.py and s2s/inference/sentences.py have it.

import { casingOf } from "./casing.js";
import { WHITE, indent, lettered, size, strip } from "./text.js";

const ORDINAL = /(?:^|[^\p{L}\p{N}_.,])\p{Nd}{1,2}\.$/u;
const ORDINALS = "cs da de et eu fi fo hr hu is lv nb nn no pl sk sl sr tr".split(" ");
const ADDRESS = /\/\S*[!?]$/u, BEGINS = '¡¿«»‹›„“”"—–…\u200b';
const TAIL = 8, TITLES = "Av|Mlle|Mme|dr|mevr|ডা|মো|डॉ", SMALL = /^\p{Lowercase}$/u, ASCII = /^[A-Z]$/;
export const UNSPACED = "bo dz ja km lo my th yue zh".split(" ");
const SHARE_CASED = 0.01, SHARE_SEVERAL = 0.1, SHARE_STRINGS = 0.9; // of the training lines, as s2s/data/text/facts.py has them

// What is no part of the word that stands before it.
export const apart = ({ unspaced }) => new RegExp(`^[${WHITE}${unspaced}]`, "u");

function trimmed(text, begin, end) {
  const part = text.slice(begin, end), first = begin + indent(part);
  return [first, first + strip(part).length];
}

export class Splitter {
  // `run` is web.json; `segment(code, text)` cuts a text into sentences; `tools` are normalizer, tokenizer and caser.
  constructor(run, { from, to }, segment, tools) {
    Object.assign(this, { run, from, to, segment, ...tools });
    const { single, reading, writing } = run.facts;
    this.strings = single >= SHARE_STRINGS;
    this.readsCapitals = reading >= SHARE_CASED;
    this.recases = !this.strings && writing >= SHARE_CASED;
    const { unspaced } = run.sets, letter = `(?![\\uac00-\\ud7a3${unspaced}])[\\p{L}\\p{Nl}\\p{No}]`;
    this.begins = new RegExp(`^[${WHITE}${unspaced}${BEGINS}]`, "u");
    this.initial = new RegExp(`(?:^|[${WHITE}(\\[«"'„“‘’.–-])(${letter}|${TITLES})\\.$`, "u");
  }

  // The sentences of `line`, one at least: their source as the user has it, what stands before, and what the model reads.
  split(line) {
    const normal = this.normalizer.normalized(line), whole = trimmed(normal, 0, normal.length);
    let spans = whole[0] < whole[1] ? [whole] : [];
    if (spans.length && this.run.facts.several < SHARE_SEVERAL)
      spans = this.sentencesOf(normal.slice(...whole)).map((span) => span.map((at) => at + whole[0]));
    if (!spans.length) return [{ source: "", between: "", read: "", casing: null, normalized: null }];
    const parts = spans.map((span, index) => this.sentence(normal, span, index ? spans[index - 1][1] : 0));
    if (normal === line) return parts;
    const { edges } = this.normalizer.aligned(line);
    return parts.map((part, index) => this.ofUser(part, line.slice(...spans[index].map((at) => edges[at]))));
  }

  // Begin and end of the sentences of one line, without the white space around them.
  sentencesOf(line) {
    const spans = [], parts = this.segment(this.from, line.toWellFormed());
    let begin = 0, position = 0;
    parts.forEach((part, index) => {
      position += part.length;
      const last = index + 1 === parts.length;
      if (!last && this.goesOn(part, line.slice(position, position + 2))) return;
      const span = trimmed(line, begin, position), text = line.slice(...span);
      if (!last && !lettered(text)) return;
      if (spans.length && !lettered(text)) spans.at(-1)[1] = span[1];
      else if (span[0] < span[1]) spans.push(span);
      begin = position;
    });
    return spans;
  }

  // Whether the sentence that `part` would end goes on with `following`: inside a word, after an ordinal, a title, an initial.
  goesOn(part, following) {
    if ((part.endsWith(".") || ADDRESS.test(part)) && !this.begins.test(following)) return true;
    const tail = strip(part).slice(-TAIL);
    if (ORDINALS.includes(this.from) && ORDINAL.test(tail)) return true;
    const initial = this.initial.exec(tail)?.[1] ?? "";
    if (size(initial) !== 1) return initial !== "" && this.from !== "en";
    return !SMALL.test(initial) && !(ASCII.test(initial) && this.knowsInitial(initial));
  }

  // Whether sentencex's rules for the language let a letter with a full stop stand before a name.
  knowsInitial(letter) {
    return this.segment(this.from, `a song of ${letter}. Miller is old`).length === 1;
  }

  // `part` with its source as the user has it.
  ofUser(part, source) {
    if (source === part.source) return part;
    let normalized = this.normalizer.aligned(source);
    if (normalized.text !== part.source) {
      const { edges } = normalized, last = edges.length - 1;
      normalized = { text: part.source, edges: Array.from({ length: part.source.length + 1 }, (_, n) => edges[Math.min(n, last)]) };
    }
    return { ...part, source, normalized };
  }

  sentence(line, span, begin) {
    const text = line.slice(...span);
    let between = begin ? line.slice(begin, span[0]) : "";
    if (begin && !between && !UNSPACED.includes(this.to)) between = " ";
    const casing = this.run.lowercase ? null : casingOf(text);
    if (!casing || this.knows(casing)) return { source: text, between, read: text, casing: null, normalized: null };
    const read = this.caser.ordinary(text, casing, this.from, this.readsCapitals ? (word) => this.rarity(word) : null);
    return { source: text, between, read, casing: this.recases ? casing : null, normalized: null };
  }

  // Whether text in this casing is read as it is.
  knows(casing) {
    return this.run.facts[casing] >= SHARE_CASED || (this.strings && this.readsCapitals);
  }

  rarity(word) {
    const ids = this.tokenizer.encode(word);
    return ids.length === 1 ? 1 - 1 / (2 + ids[0]) : ids.length;
  }

  // A translation of `part`, cased as it is.
  finished(part, translation) {
    const text = part.casing ? this.caser.recased(translation.text, part.casing, this.to) : translation.text;
    return { ...translation, text, ...{ source: part.source, between: part.between, normalized: part.normalized } };
  }
}
