// The server: what it offers, and its answers. A page that translates by itself has another module in the place of this one.

import { Failure } from "./failure.js";

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure("The server cannot be reached", 2);
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  const later = [429, 502, 503, 504].includes(answer.status);
  const wait = later ? Math.max(1, Number(answer.headers.get("Retry-After")) || 2) : null;
  throw new Failure(body.error || `The server answers with ${answer.status}`, wait);
}

export const settings = () => ask("frontend/settings");
export const languages = () => ask("languages");

export function translate(fields, signal) {
  return ask("translate", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...fields, format: "text", details: true, alternatives: 3 }),
    signal,
  });
}

// The translation of a file: its address, below this page, and its name.
export async function translateFile(file, fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
  form.append("file", file);
  const { translatedFileUrl } = await ask("translate_file", { method: "POST", body: form });
  const last = new URL(translatedFileUrl).pathname.split("/").pop();
  return { href: `download_file/${last}`, name: decodeURIComponent(last.slice(last.indexOf(".") + 1)) };
}
