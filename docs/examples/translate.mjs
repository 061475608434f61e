// Translates lines with an export of s2s, outside of Python: greedily, one sentence at a time.
//
//     npm install onnxruntime-node sentencepiece-js
//     node translate.mjs RUN/onnx < sentences.en > sentences.de
//
// The graphs and their state are described in docs/exports.md.

import { existsSync, readFileSync } from "node:fs";
import * as ort from "onnxruntime-node";
import { SentencePieceProcessor } from "sentencepiece-js";

const BOS = 1, EOS = 2, FORBIDDEN = [0, 1, 3]; // pad, bos and unk are never written
const folder = process.argv[2];

async function tokenizer(name) {
  const found = new SentencePieceProcessor();
  await found.load(`${folder}/${name}`);
  return found;
}

const session = (name) => ort.InferenceSession.create(`${folder}/${name}`, { logSeverityLevel: 3 });
const ids = (values, shape) => new ort.Tensor("int64", BigInt64Array.from(values, BigInt), shape);
const config = readFileSync(`${folder}/config.yaml`, "utf8"), joint = !config.includes("joint: false");
const normal = /normalize: (nfc|plain)/.test(config); // of "plain", what is invisible in a source is left to you
const source = await tokenizer(joint ? "tokenizer.model" : "source.model");
const target = joint ? source : await tokenizer("target.model");
const facts = `${folder}/corpus.json`, measured = existsSync(facts) ? JSON.parse(readFileSync(facts, "utf8")) : {};
const { steep = 0, longest = 0, usual = 0 } = measured; // of the training pairs' lengths
const encoder = await session("encoder.onnx"), stepper = await session("step.onnx");
const states = stepper.inputNames.filter((name) => name.startsWith("state."));

async function translate(line) {
  const pieces = [...source.encodeIds(line), EOS], length = pieces.length;
  const memory = await encoder.run({ tokens: ids(pieces, [1, length]), lengths: ids([length], [1]) });
  const feeds = {}, written = [];
  for (const name of ["values", "keys"]) if (memory[name]) feeds[name] = memory[name]; // with attention
  if (memory.values) feeds.mask = new ort.Tensor("float32", new Float32Array(length), [1, 1, length]);
  for (const name of states) { // (B, H) becomes (B, K, H): one beam
    const { data, dims } = memory[name];
    feeds[name] = new ort.Tensor("float32", data, [dims[0], 1, dims[1]]);
  }
  const learned = Math.min(10 + 1.5 * steep * length, 1.5 * (longest + usual * length), 10000);
  const most = Math.max(2 * length + 10, Math.ceil(learned));
  for (let token = BOS; written.length < most; written.push(token)) {
    const step = await stepper.run({ ...feeds, tokens: ids([token], [1, 1]) });
    for (const name of states) feeds[name] = step[`new.${name}`];
    const scores = step.log_probs.data;
    for (const id of FORBIDDEN) scores[id] = -Infinity;
    token = scores.reduce((best, score, id) => (score > scores[best] ? id : best), 0);
    if (token === EOS) break;
  }
  return target.decodeIds(written);
}

const lines = readFileSync(0, "utf8").replace(/\n$/, "").split("\n");
for (const line of lines) console.log(line.trim() ? await translate(normal ? line.normalize("NFC") : line) : "");
