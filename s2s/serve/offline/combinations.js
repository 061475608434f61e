// The n best translations of a line from those of its sentences.

// One of each of `parts`, whose scores fall: the `nbest` choices with the highest sums of scores, best first.
export function combinations(parts, nbest) {
  const waiting = [{ cost: -parts.reduce((sum, part) => sum + part[0].score, 0), choice: parts.map(() => 0) }];
  const seen = new Set([String(waiting[0].choice)]), results = [];
  while (waiting.length && results.length < nbest) {
    waiting.sort((one, other) => one.cost - other.cost || compared(one.choice, other.choice));
    const { cost, choice } = waiting.shift();
    results.push(choice.map((n, index) => parts[index][n]));
    choice.forEach((n, index) => {
      const next = choice.with(index, n + 1);
      if (n + 1 >= parts[index].length || seen.has(String(next))) return;
      seen.add(String(next));
      waiting.push({ cost: cost + parts[index][n].score - parts[index][n + 1].score, choice: next });
    });
  }
  return results;
}

function compared(one, other) {
  const index = one.findIndex((n, at) => n !== other[at]);
  return index < 0 ? 0 : one[index] - other[index];
}
