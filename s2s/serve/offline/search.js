// Greedy and beam search for one sentence, step by step as s2s/decode/greedy.py and s2s/decode/beam.py do it, with the same
// sums, penalties and ties.

import { BOS, EOS } from "./tokenizer.js";

const FORBIDDEN = [0, 1, 3]; // pad, bos and unk are never written
const UNSEEN = 1e-9;

// lp(Y) and cp(X; Y) of Wu et al. 2016 (arXiv:1609.08144), eq. 14.
const lengthPenalty = (length, alpha) => ((5 + length) / 6) ** alpha;
function coveragePenalty(coverage, beta) {
  let sum = 0;
  for (const share of coverage) sum += Math.log(Math.min(1, Math.max(UNSEEN, share)));
  return beta * sum;
}

// The `count` best tokens of row `row` of `logProbs` (rows · V), best first; of equal ones the one with the smaller id.
export function best(logProbs, row, vocabulary, count) {
  const found = [], offset = row * vocabulary, most = Math.min(count, vocabulary - FORBIDDEN.length);
  for (let id = 0; id < vocabulary; id++) {
    const value = logProbs[offset + id];
    if ((found.length === most && value <= found[most - 1].value) || FORBIDDEN.includes(id)) continue;
    if (Number.isNaN(value)) throw new Error("The model gives nan instead of probabilities: its files are damaged");
    let at = found.length;
    while (at && found[at - 1].value < value) at--;
    found.splice(at, 0, { value, id });
    if (found.length > most) found.pop();
  }
  return found;
}

// The `nbest` hypotheses for a source of `ids`, best first; `limit` is the most tokens that one may have.
export async function search(network, ids, limit, settings, check = () => {}) {
  const { beam: width, nbest, lengthPenalty: alpha, coveragePenalty: beta } = settings, greedy = width === 1;
  const { memory, state: first } = await network.encode(ids);
  let state = first, tokens = [BOS], sums = [0], coverage = [new Float64Array(ids.length)];
  const steps = [], ended = [];

  // A hypothesis ends: in column `beam` of this step's parents, or of its tokens where this step's token is `written`.
  function end(beam, logProb, written) {
    if (logProb === -Infinity) return;
    const penalty = beta ? coveragePenalty(coverage[beam], beta) : 0;
    const score = logProb / lengthPenalty(steps.length + (written ? 0 : 1), alpha) + penalty;
    ended.push({ score, logProb, length: steps.length, beam, complete: !written });
  }

  for (;;) {
    await check();
    const step = await network.step(memory, state, tokens);
    const beams = tokens.length, count = greedy ? 1 : width + 1, { weights } = step;
    if (weights && beta)
      coverage.forEach((row, beam) => row.forEach((_, at) => (row[at] += weights[beam * ids.length + at])));
    const ranked = rank(sums, step, beams, count, width);
    for (const { token, parent, sum } of ranked.slice(0, width)) if (token === EOS) end(parent, sum, false);
    if (greedy && ended.length) break;
    const going = ranked.filter(({ token }) => token !== EOS);
    const next = [...going, ...ranked.filter(({ token }) => token === EOS)].slice(0, width);
    tokens = next.map(({ token }) => token);
    sums = next.map(({ sum }) => sum);
    const parents = next.map(({ parent }) => parent);
    coverage = parents.map((parent) => coverage[parent].slice());
    steps.push({ tokens, parents, sums, weights });
    if (steps.length >= limit) {
      sums.forEach((sum, beam) => end(beam, sum, true));
      break;
    }
    // Finished: K have ended and no live one is likelier, or none that lives can come among the best any more.
    if (ended.length >= width && sums[0] <= Math.max(...ended.map(({ logProb }) => logProb))) break;
    if (ended.length >= nbest) {
      const scores = ended.map(({ score }) => score).sort((one, other) => other - one);
      if (sums[0] <= scores[nbest - 1] * lengthPenalty(limit, alpha)) break;
    }
    state = network.select(step.state, parents, beams);
  }
  const chosen = [...ended].sort((one, other) => other.score - one.score).slice(0, nbest);
  return chosen.map((one) => trace(steps, one, ids.length));
}

// The best extensions of all hypotheses, best first: sums, tokens, and the beams that they go on from. Dead ones make up the
// number where a small vocabulary has too few.
function rank(sums, step, beams, count, width) {
  const every = [];
  for (let beam = 0; beam < beams; beam++)
    for (const { value, id } of best(step.logProbs, beam, step.vocabulary, count))
      every.push({ sum: sums[beam] + value, token: step.choices ? step.choices[id] : id, parent: beam });
  while (every.length < beams + width) every.push({ sum: -Infinity, token: 0, parent: beams - 1 });
  return every.sort((one, other) => other.sum - one.sum || 0).slice(0, 2 * width);
}

// A hypothesis that has ended: its tokens, read backwards through the parents, with what each added and looked at.
function trace(steps, { score, logProb, length, beam, complete }, positions) {
  const tokens = [], logProbs = [], attention = [];
  for (let at = length - 1, column = beam; at >= 0; at--) {
    const step = steps[at], parent = step.parents[column];
    tokens.unshift(step.tokens[column]);
    logProbs.unshift(step.sums[column] - (at ? steps[at - 1].sums[parent] : 0));
    if (step.weights) attention.unshift(step.weights.subarray(parent * positions, (parent + 1) * positions));
    column = parent;
  }
  return { tokens, score, logProb, logProbs, attention: steps[0]?.weights ? attention : null, ended: complete };
}
