// What the page asks, answered in the browser itself: this module takes the place of the server's.

import { Failure } from "./failure.js";
import { kept } from "./offline.js";

const base = new URL("../", import.meta.url);
const run = fetch(new URL("web.json", base)).then((answer) => answer.json());
const waiting = new Map();
let worker = null, ready = null, last = 0;

function start() {
  return (ready ??= new Promise((resolve, reject) => {
    const fail = (message) => {
      ready = null;
      reject(new Failure(message));
    };
    worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("error", (event) => fail(event.message || "The model cannot be loaded"));
    worker.addEventListener("message", ({ data: { id, ready: loaded, answer, error } }) => {
      if (id !== undefined) settle(id, answer, error);
      else if (loaded) resolve();
      else fail(error);
    });
  }));
}

function settle(id, answer, error) {
  const { resolve, reject } = waiting.get(id) ?? {};
  waiting.delete(id);
  if (answer) resolve?.(answer);
  else reject?.(new Failure(error));
}

// Ready once everything is kept for later and the model is loaded; `say` tells meanwhile what is done.
export async function settings(say) {
  const { directions, decode, bytes } = await run;
  say(`Loading ${Math.round(bytes / 1e6)} MB…`);
  const notice = await kept(new URL("service-worker.js", base));
  say("Loading the model…");
  await start();
  const [{ source, target }] = directions;
  return {
    charLimit: 0,
    frontendTimeout: 300,
    keyRequired: false,
    filesTranslation: false,
    supportedFilesFormat: [],
    detection: false,
    interfaces: false,
    notice,
    beams: [...new Set([decode.beam, 1, 5])],
    language: { source: { code: source }, target: { code: target } },
  };
}

export const languages = async () => (await run).languages;

export async function translate(fields, signal) {
  await start();
  const id = last++;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    signal?.addEventListener("abort", () => {
      if (!waiting.delete(id)) return; // it is answered
      worker.postMessage({ id, cancel: true });
      reject(signal.reason);
    });
    worker.postMessage({ id, fields: { ...fields, alternatives: 3 } });
  });
}

export async function translateFile() {
  throw new Failure("Files are translated by the command and by the server, not in the browser");
}
