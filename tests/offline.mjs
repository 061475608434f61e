// Answers, under Node, what a test asks of a folder of `s2s export --web`: JSON on standard input, JSON out.
//
//     node offline.mjs OUT < asked.json

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const base = pathToFileURL(resolve(process.argv[2]) + "/");
globalThis.fetch = async (url) => new Response(readFileSync(new URL(url)));
const { translatorAt } = await import(new URL("page/engine.js", base));
const { Normalizer } = await import(new URL("page/normalization.js", base));
const { casingOf } = await import(new URL("page/casing.js", base));
const { passages } = await import(new URL("page/passages.js", base));
const { search } = await import(new URL("page/search.js", base));
const { Splitter } = await import(new URL("page/sentences.js", base));
const { Tokenizer } = await import(new URL("page/tokenizer.js", base));
const asked = JSON.parse(readFileSync(0, "utf8")), answers = {};
const run = JSON.parse(readFileSync(new URL("web.json", base), "utf8"));

for (const [form, lines] of Object.entries(asked.normalize ?? {})) {
  const normalizer = new Normalizer(form, run.sets);
  answers[form] = lines.map((line) => {
    const { text, edges } = normalizer.aligned(line);
    if (text !== normalizer.normalized(line) || edges.length !== text.length + 1) throw new Error(`not aligned: ${line}`);
    return [text, normalizer.blank(line), edges];
  });
}
for (const [file, { lines, ids }] of Object.entries(asked.tokenize ?? {})) {
  const tokenizer = new Tokenizer(new Uint8Array(readFileSync(file)));
  answers[file] = [lines.map((line) => tokenizer.encode(line)), ids.map((some) => tokenizer.decode(tokenizer.complete(some)))];
}
if (asked.search) {
  const { rows, looks, searches } = asked.search, vocabulary = rows[0].length;
  const table = {
    async encode(ids) {
      return { memory: ids.length, state: [ids.length] };
    },
    async step(length, state, tokens) {
      const next = state.map((row, beam) => (31 * row + tokens[beam]) % rows.length);
      const weights = Float32Array.from(next.flatMap((row) => looks[row].slice(0, length)));
      return { logProbs: Float32Array.from(next.flatMap((row) => rows[row])), vocabulary, weights, state: next, choices: null };
    },
    select: (state, parents) => parents.map((parent) => state[parent]),
  };
  answers.search = [];
  for (const { ids, limit, ...settings } of searches) answers.search.push(await search(table, ids, limit, settings));
}
if (asked.cased) answers.cased = asked.cased.map(casingOf);
if (asked.split) {
  const { lines, normalize, facts } = asked.split, { segment, source: tokenizer, caser } = await translatorAt(base);
  const tools = { normalizer: new Normalizer(normalize, run.sets), tokenizer, caser };
  answers.split = lines.map(([from, to, line]) => new Splitter({ ...run, facts }, { from, to }, segment, tools).split(line));
}
if (asked.passages) {
  const { lines, longest, to } = asked.passages, translator = await translatorAt(base);
  const cut = (line) => [...passages(line, translator.source, longest)];
  answers.passages = lines.map((line) => cut(line).map((ids) => [ids, translator.between(ids, { to })]));
}
if (asked.translate) {
  const translator = await translatorAt(base), { texts, ...how } = asked.translate;
  answers.translate = [];
  const begin = performance.now();
  for (const text of texts) answers.translate.push(await translator.translate(text, how));
  answers.seconds = (performance.now() - begin) / 1000;
}
console.log(JSON.stringify(answers));
