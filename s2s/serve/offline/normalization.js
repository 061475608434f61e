// tokenizer.normalize, as s2s/data/text/normalization.py does it, which says what it is for. The sets of characters come
// from there, in web.json.

import { WHITE, size, strip } from "./text.js";

const KEYCAP = "\u20e3";
const HANGUL_PARTS = /[\u1160-\u11ff]/, MARK = /\p{M}/u, ASCII = /^[ -~]*$/;
const SYMBOL = /^\p{S}$/u, OTHER_SYMBOL = /^\p{So}$/u, MODIFIER_OR_OTHER = /^[\p{So}\p{Sk}]$/u;
const nfc = (text) => text.normalize("NFC");

export class Normalizer {
  // `form` is none, nfc or plain; `sets` are the insides of brackets in regular expressions.
  constructor(form, sets) {
    this.form = form;
    const { spaces, forms, styled, ignored, joiners, selectors, mongolian_selectors: mongolian, tags } = sets;
    const sometimes = joiners + selectors + mongolian + tags;
    this.always = new RegExp(`[${spaces}${forms}${styled}${ignored}]`, "gu");
    this.sometimes = new RegExp(`\u{1f3f4}[${tags}]+|[${sometimes}]`, "gu");
    this.any = new RegExp(`[${spaces}${forms}${styled}${ignored}${sometimes}]`, "u");
    this.unseen = new RegExp(`^[${ignored}${spaces}${sometimes}${WHITE}]*$`, "u");
    this.signs = sets.signs;
    const one = (characters) => new RegExp(`^[${characters}]$`, "u");
    for (const [name, characters] of Object.entries(sets)) if (characters) this[`is_${name}`] = one(characters);
    this.isForm = one(forms + styled);
  }

  // `text` in the normal form; line ends and tabs stay.
  normalized(text) {
    if (this.form === "none" || ASCII.test(text)) return text;
    let reached = nfc(text);
    while (this.form === "plain" && this.any.test(reached)) {
      const after = nfc(reached.replace(this.always, (one) => this.plainForm(one))).replace(this.sometimes, this.meant);
      if (after === reached) break;
      reached = nfc(after);
    }
    return reached;
  }

  // The normal form, and for each unit of it where in `text` it begins; one more for the end.
  aligned(text) {
    const whole = this.normalized(text);
    let [reached, first] = [text, [...Array(text.length).keys()]];
    if (whole === text) return { text, edges: [...first, text.length] };
    [reached, first] = compose(reached, first);
    while (this.form === "plain" && reached !== whole) {
      const before = reached;
      [reached, first] = compose(...replaced(this.always, (one) => this.plainForm(one), reached, first));
      [reached, first] = compose(...replaced(this.sometimes, this.meant, reached, first));
      if (reached === before) break;
    }
    if (reached !== whole) first = [...whole].flatMap((one, index) => Array(one.length).fill(Math.floor((text.length * index) / size(whole))));
    return { text: whole, edges: [...first, text.length] };
  }

  // Whether nothing of `text` is seen.
  blank(text) {
    return !strip(text) || (this.form !== "none" && this.unseen.test(text));
  }

  plainForm(character) {
    if (this.is_spaces.test(character)) return " ";
    if (character === "\u2010" || character === "\u2011") return "-";
    return this.isForm.test(character) ? character.normalize("NFKC") : "";
  }

  // What is meant by a joiner, a selector or a flag with its tags, which depends on its neighbours.
  meant = (match, offset, text) => {
    if (size(match) > 1) return match;
    const before = [...text.slice(Math.max(0, offset - 2), offset)].pop() ?? "";
    const after = [...text.slice(offset + match.length, offset + match.length + 2)][0] ?? "";
    return this.kept(match, before, after) ? match : "";
  };

  kept(character, before, after) {
    if (this.is_selectors.test(character)) return after === KEYCAP || this.isSign(before) || SYMBOL.test(before);
    if (this.is_mongolian_selectors.test(character)) return /^[\u1800-\u18af]$/.test(before);
    if (!this.is_joiners.test(character)) return false;
    if (this.is_indic.test(before)) return this.is_indic.test(after) || this.is_viramas.test(before);
    const cursive = [before, after].map((one) => this.is_cursive.test(one));
    if (character !== "\u200d") return cursive[0] && cursive[1];
    if (OTHER_SYMBOL.test(after)) return this.is_selectors.test(before) || MODIFIER_OR_OTHER.test(before);
    return cursive[0] || cursive[1];
  }

  // As `in` of Python, by which nothing is a part of everything: a selector at the beginning stays.
  isSign(before) {
    return this.signs.includes(before);
  }
}

// `text.replace(pattern, replace)`, and for each unit of it the entry of `first` for what it comes from.
function replaced(pattern, replace, text, first) {
  let written = "", position = 0;
  const indices = [];
  for (const match of text.matchAll(pattern)) {
    const form = replace(match[0], match.index, text), same = form === match[0];
    written += text.slice(position, match.index) + form;
    indices.push(...first.slice(position, match.index));
    for (let number = 0; number < form.length; number++) indices.push(first[match.index + (same ? number : 0)]);
    position = match.index + match[0].length;
  }
  return [written + text.slice(position), [...indices, ...first.slice(position)]];
}

// NFC of `text`, with what each of its units comes from.
function compose(text, first) {
  let written = "", group = "", begin = 0;
  const indices = [];
  function close() {
    const composed = nfc(group);
    written += composed;
    for (let number = 0; number < composed.length; number++) indices.push(first[begin + (composed === group ? number : 0)]);
    begin += group.length;
  }
  for (const character of text) {
    if (group && !(MARK.test(character) || HANGUL_PARTS.test(character))) {
      close();
      group = "";
    }
    group += character;
  }
  close();
  return [written, indices];
}
