// An export and what runs it, loaded by the names in web.json.

import { Network } from "./network.js";
import { Tokenizer } from "./tokenizer.js";
import { Translator } from "./translator.js";

// A file that is what web.json says that it is.
async function load(file, base) {
  const answer = await fetch(new URL(file.url, base), { integrity: file.integrity });
  if (!answer.ok) throw new Error(`${file.url}: the server answers with ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

// A module from elsewhere is run only if it is the one that was pinned: `import` itself cannot be told so.
async function imported(file, base) {
  const url = new URL(file.url, base);
  if (url.origin === new URL(base).origin) return import(url);
  const copy = URL.createObjectURL(new Blob([await load(file, base)], { type: "text/javascript" }));
  try {
    return await import(copy);
  } finally {
    URL.revokeObjectURL(copy);
  }
}

// The translator of web.json in `base`.
export async function translatorAt(base) {
  const run = await (await fetch(new URL("web.json", base))).json(), { files, runtime } = run;
  const read = async (name) => (files[name] ? load(files[name], base) : null);
  const [ort, sentencex, binary, rules] = await Promise.all([
    imported(runtime.onnxruntime, base),
    imported(runtime.sentencex, base),
    load(runtime.onnxruntime_binary, base),
    load(runtime.sentencex_binary, base),
  ]);
  Object.assign(ort.env.wasm, { numThreads: 1, wasmBinary: binary });
  await sentencex.default({ module_or_path: rules });
  const source = new Tokenizer(await read(run.tokenizers.source));
  const joint = run.tokenizers.source === run.tokenizers.target;
  const target = joint ? source : new Tokenizer(await read(run.tokenizers.target));
  const network = await Network.open(ort, read);
  return new Translator(run, { network, source, target, segment: sentencex.segment });
}
