// The words of a translation, how sure the model was of each, and where in the source it looked.

const UNSURE = 0.8, DOUBTFUL = 0.5;
// The chance that a word is right; of a model that does not know it, how probable the word was after those before it.
const sureness = (segment) => segment.confidence ?? segment.probability;

export class Words {
  // `output` shows the translation, `mirror` has the source's text behind the field, `note` tells of one word.
  constructor(output, mirror, note) {
    Object.assign(this, { output, mirror, note, source: [], entries: [], current: -1 });
    output.addEventListener("mouseover", (event) => this.show(this.numberOf(event.target)));
    output.addEventListener("mouseleave", () => this.show(-1));
    output.addEventListener("blur", () => this.show(-1));
    output.addEventListener("keydown", (event) => this.move(event));
  }

  // `details` are the server's; without them the text stands alone.
  fill(text, details) {
    const segments = details ? details.translation : [{ text }];
    this.source = details ? details.source : [];
    this.entries = segments.filter((segment) => sureness(segment) !== undefined);
    this.output.replaceChildren(...segments.map((segment) => this.element(segment)));
    this.show(-1);
  }

  element(segment) {
    if (sureness(segment) === undefined) return document.createTextNode(segment.text);
    const word = document.createElement("span");
    word.className = "word";
    if (sureness(segment) < DOUBTFUL) word.classList.add("doubtful");
    else if (sureness(segment) < UNSURE) word.classList.add("unsure");
    word.dataset.number = this.entries.indexOf(segment);
    word.textContent = segment.text;
    return word;
  }

  get hasDoubts() {
    return this.entries.some((entry) => sureness(entry) < UNSURE);
  }

  numberOf(element) {
    const word = element.closest?.(".word");
    return word ? Number(word.dataset.number) : -1;
  }

  move(event) {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (event.key === "Escape") this.show(-1);
    if (!steps[event.key] || !this.entries.length || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const next = this.current + steps[event.key];
    this.show(Math.min(this.entries.length - 1, Math.max(0, next)));
  }

  // Mark word `number`, and the words of the source that it looked at; -1 marks none.
  show(number) {
    if (number === this.current && number < 0 && !this.note.textContent) return;
    this.current = number;
    for (const word of this.output.querySelectorAll(".word"))
      word.classList.toggle("here", Number(word.dataset.number) === number);
    const entry = this.entries[number];
    const looks = new Map(entry?.attention ?? []);
    this.mirror.replaceChildren(...this.source.map((text, place) => marked(text, looks.get(place))));
    this.note.textContent = entry ? this.sentence(entry, looks) : "";
  }

  sentence(entry, looks) {
    const percent = Math.round(100 * sureness(entry));
    const best = [...looks].sort((one, other) => other[1] - one[1]).slice(0, 3);
    const seen = best.map(([place]) => apart(this.source[place])).join(", ");
    return `${apart(entry.text)}: ${percent} %` + (seen ? `, from: ${seen}` : "");
  }

  // The field's text has changed: marks of what stood there before are wrong.
  forget(text) {
    this.source = [text];
    this.current = -1;
    this.entries = [];
    this.note.textContent = "";
    this.mirror.replaceChildren(text);
  }
}

// A word in a sentence of another direction, which it must not turn around.
const apart = (word) => `\u2068${word}\u2069`;

function marked(text, weight) {
  if (weight === undefined) return document.createTextNode(text);
  const mark = document.createElement("mark");
  mark.className = `look-${weight >= 0.6 ? 3 : weight >= 0.2 ? 2 : 1}`;
  mark.textContent = text;
  return mark;
}
