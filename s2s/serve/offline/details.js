// The words of a translation, how likely each was and where the model looked, as s2s/serve/words.py gives them to the page.

import { SPACE } from "./tokenizer.js";

const END = "</s>", UNKNOWN = "<unk>";
const LEAST = 0.05; // attention of less weight is not reported

// First and last + 1 of the pieces of each word.
function groups(pieces) {
  const starts = pieces.flatMap((piece, index) =>
    !index || piece.startsWith(SPACE) || piece === END || piece === UNKNOWN ? [index] : [],
  );
  return starts.map((start, index) => [start, starts[index + 1] ?? pieces.length]);
}

const round = (value, digits) => Math.round(value * 10 ** digits) / 10 ** digits;
const sum = (values) => values.reduce((total, value) => total + value, 0);

// Source and translation of a line in segments; those of its source have the indices from `begin` on.
export function detailsOf(line, sentences, begin) {
  const source = [], translation = [];
  let position = 0;
  for (const sentence of sentences) {
    const first = line.indexOf(sentence.source, position), before = line.slice(position, first);
    position = first + sentence.source.length;
    if (before) source.push(before);
    if (sentence.between) translation.push({ text: sentence.between });
    const segments = sourceSegments(sentence);
    translation.push(...words(sentence, segments, begin + source.length));
    source.push(...segments.map(({ text }) => text));
  }
  if (position < line.length) source.push(line.slice(position));
  return { source, translation };
}

function words({ text, pieces, sourcePieces, logProbs, attention }, segments, begin) {
  const entries = (text.match(/ +|[^ ]+/g) ?? []).map((part) => ({ text: part }));
  const found = entries.filter((entry) => !entry.text.startsWith(" ")), rows = groups(pieces);
  if (rows.length !== found.length) return entries; // pieces that are no text, such as a lone space
  const indices = segments.flatMap(({ word }, index) => (word ? [begin + index] : []));
  const columns = groups(sourcePieces).filter(([first]) => sourcePieces[first] !== END);
  found.forEach((entry, number) => {
    const [first, last] = rows[number];
    entry.probability = round(Math.exp(sum(logProbs.slice(first, last))), 4);
    if (!attention || columns.length !== indices.length) return;
    const looks = columns.map(([one, other]) => {
      const shares = attention.slice(first, last).map((weights) => sum([...weights.slice(one, other)]));
      return sum(shares) / shares.length;
    });
    entry.attention = looks.flatMap((share, place) => (share >= LEAST ? [[indices[place], round(share, 3)]] : []));
  });
  return entries;
}

// The words of the source, as the user has them, and what is between them.
function sourceSegments({ source, normalized }) {
  const segments = [];
  let position = 0;
  for (const match of (normalized ? normalized.text : source).matchAll(/[^ ]+/g)) {
    const span = [match.index, match.index + match[0].length];
    const [begin, end] = normalized ? span.map((at) => normalized.edges[at]) : span;
    if (begin > position) segments.push({ text: source.slice(position, begin), word: false });
    segments.push({ text: source.slice(begin, end), word: true });
    position = end;
  }
  if (position < source.length) segments.push({ text: source.slice(position), word: false });
  return segments;
}
