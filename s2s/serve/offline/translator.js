// Text in, text out: what `s2s translate` does with a line, for one export (s2s/inference/lines.py).

import { Caser } from "./casing.js";
import { combinations } from "./combinations.js";
import { detailsOf } from "./details.js";
import { Normalizer } from "./normalization.js";
import { LONGEST_TEXT, passages } from "./passages.js";
import { search } from "./search.js";
import { Splitter, UNSPACED, apart } from "./sentences.js";
import { size, strip } from "./text.js";
import { EOS, SPACE } from "./tokenizer.js";

export class Translator {
  // `run` is web.json; `source` and `target` are tokenizers; `segment` is that of sentencex.
  constructor(run, { network, source, target, segment }) {
    Object.assign(this, { run, network, source, target, segment });
    this.normalizer = new Normalizer(run.normalize, run.sets);
    this.targetNormalizer = new Normalizer(run.normalize === "plain" ? "nfc" : run.normalize, run.sets);
    this.caser = new Caser(run.titles);
    this.apart = apart(run.sets);
  }

  // The translation of `text`, line by line, up to `alternatives` others, and details; `settings` has `beam`. `check` may throw.
  async translate(text, { source, target, beam = this.run.decode.beam, alternatives = 0 }, check) {
    const parts = text.toWellFormed().split(/(\r?\n)/), details = { source: [], translation: [] };
    const nbest = Math.min(beam, alternatives + 1), settings = { ...this.run.decode, beam, nbest };
    const direction = this.run.directions.find((one) => one.source === source && one.target === target);
    if (!direction) throw new Error(`This page does not translate from ${source} to ${target}`);
    const lines = [];
    for (let at = 0; at < parts.length; at += 2) {
      const { whole, sentences } = await this.line(parts[at], direction, settings, check), end = parts[at + 1] ?? "";
      const told = detailsOf(parts[at], sentences, details.source.length);
      details.source.push(...told.source, ...(end ? [end] : []));
      details.translation.push(...told.translation, ...(end ? [{ text: end }] : []));
      lines.push({ whole, end });
    }
    const numbered = (n) => lines.map(({ whole, end }) => whole[Math.min(n, whole.length - 1)] + end).join("");
    const [first, ...others] = new Set(Array.from({ length: nbest }, (_, n) => numbered(n)));
    return { translatedText: first, alternatives: others, details };
  }

  // One line: its translations, best first, and the sentences of the best one.
  async line(line, direction, settings, check) {
    const { normalizer, source: tokenizer, caser } = this;
    const splitter = new Splitter(this.run, direction, this.segment, { normalizer, tokenizer, caser }), every = [];
    for (const part of splitter.split(line)) {
      const translations = await this.sentence(part.read, direction, settings, check);
      every.push(translations.map((one) => splitter.finished(part, one)));
    }
    const chosen = combinations(every, settings.nbest);
    return { whole: chosen.map((one) => one.map(({ between, text }) => between + text).join("")), sentences: chosen[0] };
  }

  // The translations of one sentence, in parts where it is very long.
  async sentence(text, direction, settings, check) {
    if (this.normalizer.blank(text)) return [EMPTY];
    const clean = this.prepared(text), ids = size(text) > LONGEST_TEXT ? null : this.source.encode(clean);
    if (ids && ids.length <= this.run.longest) return ids.length ? this.pieces(ids, direction, settings, check) : [EMPTY];
    const parts = [];
    for (const some of passages(clean, this.source, this.run.longest)) {
      const between = parts.length ? this.between(some, direction) : "";
      parts.push((await this.pieces(some, direction, settings, check)).map((one) => ({ ...one, between })));
    }
    return Array.from({ length: settings.nbest }, (_, n) => {
      const chosen = parts.map((translations) => translations[Math.min(n, translations.length - 1)]);
      const text = strip(chosen.map((one) => one.text && one.between + one.text).join(""));
      const joined = (name) => chosen.flatMap((one) => one[name]), score = chosen.reduce((sum, one) => sum + one.score, 0);
      const [pieces, sourcePieces, logProbs] = ["pieces", "sourcePieces", "logProbs"].map(joined);
      return { text, score, pieces, sourcePieces, logProbs, attention: null };
    });
  }

  // What stands before the translation of a passage: a space, but where it begins inside a word.
  between(ids, { to }) {
    const text = this.source.decode(ids), name = this.source.names[ids[0]];
    const begins = !text || name.startsWith(SPACE) || this.apart.test(text);
    return begins && !UNSPACED.includes(to) ? " " : "";
  }

  async pieces(ids, { tag }, settings, check) {
    const tags = tag === null ? [] : [tag], source = [...tags, ...ids, EOS];
    const hypotheses = await search(this.network, source, this.limit(source.length), settings, check);
    return hypotheses.map(({ tokens, score, logProbs, attention, ended }) => ({
      text: this.targetNormalizer.normalized(this.target.decode(ended ? tokens : this.target.complete(tokens))),
      score,
      pieces: tokens.map((id) => this.target.names[id]),
      sourcePieces: [...ids, EOS].map((id) => this.source.names[id]),
      logProbs,
      attention: attention?.map((weights) => weights.slice(tags.length)) ?? null,
    }));
  }

  // The most pieces that a source of `length` may become, as s2s/data/text/facts.py has it.
  limit(length) {
    const { steep, longest, usual } = this.run.facts;
    if (this.run.decode.maxLength) return this.run.decode.maxLength;
    const learned = Math.min(10 + 1.5 * steep * length, 1.5 * (longest + usual * length), 10_000);
    return Math.max(2 * length + 10, Math.ceil(learned));
  }

  // `text` as the model knows text.
  prepared(text) {
    let known = this.normalizer.normalized(text.replace(/[\r\n]+$/, ""));
    if (this.run.normalize === "plain") known = known.replace(/[\t\n\r]/g, " ");
    return this.run.lowercase ? known.toLowerCase() : known;
  }
}

const EMPTY = { text: "", score: 0, pieces: [], sourcePieces: [], logProbs: [], attention: null };
