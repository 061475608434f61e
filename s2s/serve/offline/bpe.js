// Byte-pair encoding as sentencepiece does it: of all neighbours that make a piece, those with the highest score are merged
// first, and of equal ones the leftmost.

// `whole` as pieces of `tokenizer`.
export function cutBpe(tokenizer, whole) {
  const symbols = [...whole], size = symbols.length;
  const before = symbols.map((_, index) => index - 1), after = symbols.map((_, index) => (index + 1 < size ? index + 1 : -1));
  const queue = new Queue();
  function offer(left, right) {
    if (left < 0 || right < 0) return;
    const piece = symbols[left] + symbols[right], id = tokenizer.ids.get(piece);
    if (id !== undefined) queue.push({ score: tokenizer.scores[id], left, right, length: piece.length });
  }
  for (let index = 1; index < size; index++) offer(index - 1, index);
  for (let pair; (pair = queue.pop()); ) {
    const { left, right, length } = pair;
    if (!symbols[left] || !symbols[right] || symbols[left].length + symbols[right].length !== length) continue;
    symbols[left] += symbols[right];
    symbols[right] = "";
    after[left] = after[right];
    if (after[right] >= 0) before[after[right]] = left;
    offer(before[left], left);
    offer(left, after[left]);
  }
  return symbols.filter(Boolean);
}

const earlier = (one, other) => one.score > other.score || (one.score === other.score && one.left < other.left);

// A binary heap of pairs.
class Queue {
  heap = [];

  push(pair) {
    const { heap } = this;
    let at = heap.push(pair) - 1;
    for (let parent; at && earlier(pair, heap[(parent = (at - 1) >> 1)]); at = parent) heap[at] = heap[parent];
    heap[at] = pair;
  }

  pop() {
    const { heap } = this, top = heap[0], last = heap.pop();
    if (!heap.length) return top;
    let at = 0;
    for (let child; (child = 2 * at + 1) < heap.length; at = child) {
      if (child + 1 < heap.length && earlier(heap[child + 1], heap[child])) child++;
      if (!earlier(heap[child], last)) break;
      heap[at] = heap[child];
    }
    heap[at] = last;
    return top;
  }
}
