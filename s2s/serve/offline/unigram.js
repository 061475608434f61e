// The most probable cut of a unigram model (Kudo 2018, arXiv:1804.10959), by Viterbi's algorithm, rounded as sentencepiece
// rounds: sums are kept in single precision.

const UNKNOWN_PENALTY = 10; // below the least probable piece, for a character that is none

// `whole` as pieces of `tokenizer`; a character that is no piece is one by itself.
export function cutUnigram(tokenizer, whole) {
  const size = whole.length, best = new Float32Array(size + 1), starts = new Int32Array(size + 1).fill(-1);
  const unknown = Math.fround(tokenizer.lowest - UNKNOWN_PENALTY);
  for (let begin = 0; begin < size; ) {
    const width = whole.codePointAt(begin) > 0xffff ? 2 : 1, until = Math.min(size, begin + tokenizer.longest);
    let single = false;
    for (let end = begin + width; end <= until; end++) {
      const id = tokenizer.ids.get(whole.slice(begin, end));
      if (id === undefined) continue;
      reach(end, begin, tokenizer.scores[id]);
      single ||= end === begin + width;
    }
    if (!single) reach(begin + width, begin, unknown);
    begin += width;
  }
  function reach(end, begin, gain) {
    const score = Math.fround(gain + best[begin]);
    if (starts[end] >= 0 && score <= best[end]) return;
    best[end] = score;
    starts[end] = begin;
  }
  const pieces = [];
  for (let end = size; end > 0; end = starts[end]) pieces.unshift(whole.slice(starts[end], end));
  return pieces;
}
