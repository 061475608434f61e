// Translates beside the page, which goes on meanwhile: one text at a time, and what is no longer wanted is left off.

import { translatorAt } from "./engine.js";

const translator = translatorAt(new URL("../", import.meta.url)), unwanted = new Set();
translator.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ error: error.message }),
);
let before = Promise.resolve();

self.addEventListener("message", ({ data: { id, fields, cancel } }) => {
  if (cancel) unwanted.add(id);
  else before = before.then(() => answer(id, fields));
});

// Between two steps, let the page's messages in.
let seen = performance.now();
async function check(id) {
  if (performance.now() - seen > 20) {
    await new Promise((resume) => setTimeout(resume));
    seen = performance.now();
  }
  if (unwanted.has(id)) throw new DOMException("Not wanted any more", "AbortError");
}

async function answer(id, fields) {
  try {
    await check(id);
    const { q, ...how } = fields;
    postMessage({ id, answer: await (await translator).translate(q, how, () => check(id)) });
  } catch (error) {
    if (!unwanted.has(id)) postMessage({ id, error: error.message });
  }
  unwanted.delete(id);
}
