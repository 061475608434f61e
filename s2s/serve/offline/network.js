// The two graphs of an export in ONNX Runtime, one sentence at a time with K hypotheses. docs/server.md describes them.

import { Shortlist } from "./shortlist.js";

export class Network {
  // `ort` is onnxruntime-web, `read` gives the bytes of a file of the export, or null where there is none.
  static async open(ort, read) {
    const network = new Network(), weights = await read("weights.bin");
    const open = async (name) =>
      ort.InferenceSession.create(await read(name), {
        externalData: [{ path: "weights.bin", data: weights }],
        executionProviders: ["wasm"],
        logSeverityLevel: 3,
      });
    Object.assign(network, { ort, encoder: await open("encoder.onnx"), stepper: await open("step.onnx") });
    network.states = network.stepper.inputNames.filter((name) => name.startsWith("state."));
    const list = network.encoder.inputNames.includes("choices") ? await read("shortlist.safetensors") : null;
    network.shortlist = list && new Shortlist(list);
    return network;
  }

  ids(values, shape) {
    return new this.ort.Tensor("int64", BigInt64Array.from(values, BigInt), shape);
  }

  floats(values, shape) {
    return new this.ort.Tensor("float32", values, shape);
  }

  // A source of `ids`, ending in eos → what stays the same while it is decoded, and the state of one beam.
  async encode(ids) {
    const choices = this.shortlist?.choose(ids) ?? null;
    const feeds = { tokens: this.ids(ids, [1, ids.length]), lengths: this.ids([ids.length], [1]) };
    if (choices) feeds.choices = this.ids(choices, [choices.length]);
    const given = await this.encoder.run(feeds), fixed = {};
    for (const name of this.stepper.inputNames) if (given[name] && !this.states.includes(name)) fixed[name] = given[name];
    if (given.values) fixed.mask = this.floats(new Float32Array(ids.length), [1, 1, ids.length]);
    if (choices) fixed.allowed = this.floats(new Float32Array(choices.length), [1, 1, choices.length]);
    const state = this.states.map((name) => this.floats(given[name].data, [1, 1, given[name].dims[1]]));
    return { memory: { fixed, choices }, state };
  }

  // Feed `tokens` (K) → log-probabilities (K · V), the weights of attention (K · S) or null, and the next state. With a
  // shortlist V are the `choices`, whose ids are those of the vocabulary.
  async step({ fixed, choices }, state, tokens) {
    const feeds = { ...fixed, tokens: this.ids(tokens, [1, tokens.length]) };
    this.states.forEach((name, index) => (feeds[name] = state[index]));
    const given = await this.stepper.run(feeds);
    return {
      logProbs: given.log_probs.data,
      vocabulary: given.log_probs.dims[2],
      weights: given.weights?.data ?? null,
      state: this.states.map((name) => given[`new.${name}`]),
      choices,
    };
  }

  // The state of the beams `parents`; `beams` are as many as `state` has.
  select(state, parents, beams) {
    if (parents.length === beams && parents.every((parent, beam) => parent === beam)) return state;
    return state.map(({ data, dims: [, , units] }) => {
      const chosen = new Float32Array(parents.length * units);
      parents.forEach((parent, beam) => chosen.set(data.subarray(parent * units, (parent + 1) * units), beam * units));
      return this.floats(chosen, [1, parents.length, units]);
    });
  }
}
