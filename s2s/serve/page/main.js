// The page: two panes, and a request for each pause in typing.

import * as api from "./api.js";
import { Failure } from "./failure.js";
import { Files } from "./files.js";
import { History } from "./history.js";
import { Languages } from "./languages.js";
import { Words } from "./words.js";

const SETTLED = 1500; // milliseconds after which a translation is worth remembering
const LONGEST_WAIT = 10;

const at = (id) => document.getElementById(id);
const text = at("text"), output = at("translation"), copy = at("copy"), more = at("more"), alternatives = at("alternatives");
const words = new Words(output, at("mirror"), at("word"));
const languages = new Languages(at("source"), at("target"), at("swap"));
const history = new History(at("history-list"), at("history-size"), restore);
let settings = { charLimit: 0, frontendTimeout: 300, keyRequired: false };
let shown = ""; // the translation as text
let shownOf = null; // the text and the languages that it is of
let running = null; // the request that is under way
let typing, settling, retrying, failures = 0, files = null;

function say(message, bad = false) {
  const status = at("status");
  status.textContent = message;
  status.classList.toggle("bad", bad);
}

function fields() {
  const key = at("api-key").value.trim();
  const beam = settings.beams ? { beam: Number(at("beam").value) } : {};
  return { source: languages.source, target: languages.target, ...beam, ...(key ? { api_key: key } : {}) };
}

function show(translation, details, others = []) {
  shown = translation;
  words.fill(translation, details);
  output.lang = languages.target;
  output.classList.remove("old");
  copy.disabled = !translation;
  at("legend").hidden = !(at("shade").checked && words.hasDoubts);
  alternatives.replaceChildren(...others.map(alternative));
  more.disabled = !others.length;
  more.textContent = others.length ? `Alternatives (${others.length})` : "Alternatives";
  if (!others.length) expand(false);
}

function alternative(translation) {
  const item = document.createElement("li"), button = document.createElement("button");
  button.type = "button";
  button.dir = "auto";
  button.lang = languages.target;
  button.textContent = translation;
  button.addEventListener("click", () => {
    const others = [shown, ...[...alternatives.children].map((one) => one.textContent).filter((one) => one !== translation)];
    show(translation, null, others);
    remember();
    output.focus();
  });
  item.append(button);
  return item;
}

function expand(open) {
  alternatives.hidden = !open;
  more.setAttribute("aria-expanded", String(open));
}

function count() {
  const size = [...text.value].length, limit = settings.charLimit, over = limit > 0 && size > limit;
  at("count").textContent = limit > 0 ? `${size.toLocaleString("en")} of ${limit.toLocaleString("en")} characters` : "";
  at("count").classList.toggle("over", over);
  return over;
}

function changed() {
  words.forget(text.value);
  stop();
  output.classList.add("old");
  typing = setTimeout(translate, settings.frontendTimeout);
  count();
}

// What is awaited is of a text that stands there no longer.
function stop() {
  for (const timer of [typing, retrying, settling]) clearTimeout(timer);
  running?.abort();
  running = null;
  output.removeAttribute("aria-busy");
}

async function translate() {
  stop();
  const q = text.value, asked = { q, source: languages.source, target: languages.target };
  if (!q.trim()) {
    shownOf = null;
    show("", null);
    say("");
    return;
  }
  if (!languages.target) return; // what is offered comes later, and then this text is translated
  if (!current()) output.classList.add("old");
  if (count()) {
    say("The text is too long", true);
    return;
  }
  const own = (running = new AbortController());
  output.setAttribute("aria-busy", "true");
  try {
    const answer = await api.translate({ q, ...fields() }, own.signal);
    if (own !== running) return;
    failures = 0;
    shownOf = asked;
    show(answer.translatedText, answer.details, answer.alternatives ?? []);
    say(answer.detectedLanguage ? `From ${languages.name(answer.detectedLanguage.language)}` : "");
    settling = setTimeout(remember, SETTLED);
  } catch (error) {
    if (own === running) retrying = failed(error, translate);
  } finally {
    if (own === running) output.removeAttribute("aria-busy");
  }
}

// Say what went wrong; what may go better later is tried again, ever more seldom. Returns the timer of that.
function failed(error, again) {
  if (error.name === "AbortError") return null;
  output.classList.add("old");
  if (!(error instanceof Failure) || error.wait === null) {
    say(error.message, true);
    return null;
  }
  const wait = Math.max(error.wait, Math.min(LONGEST_WAIT, 2 ** failures++));
  say(`${error.message}; trying again…`, true);
  return setTimeout(again, 1000 * wait);
}

// Whether what is shown is the translation of what stands there.
function current() {
  return shownOf?.q === text.value && shownOf.source === languages.source && shownOf.target === languages.target;
}

function remember() {
  if (shown && shownOf) history.add({ ...shownOf, text: shown });
}

function restore(entry) {
  languages.choose(entry.source, entry.target);
  text.value = entry.q;
  changed();
  translate();
  text.focus();
}

function swap() {
  const translation = current() ? shown : "";
  if (!languages.swap()) return;
  text.value = translation || text.value;
  changed();
  translate();
}

async function copyText() {
  try {
    await navigator.clipboard.writeText(shown);
  } catch { // not a secure context: the old way
    const helper = document.createElement("textarea");
    helper.value = shown;
    document.body.append(helper);
    helper.select();
    document.execCommand("copy");
    helper.remove();
    copy.focus();
  }
  say("Copied");
  remember();
}

function listen() {
  text.addEventListener("input", changed);
  text.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && translate());
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.key.toLowerCase() === "s") { // the letter, not the place: on a Mac that types ß or ś
      event.preventDefault();
      swap();
    }
  });
  at("swap").addEventListener("click", swap);
  at("languages").addEventListener("submit", (event) => event.preventDefault());
  languages.onchange = () => {
    changed();
    translate();
  };
  at("clear").addEventListener("click", () => {
    text.value = "";
    changed();
    translate();
    text.focus();
  });
  copy.addEventListener("click", copyText);
  more.addEventListener("click", () => expand(alternatives.hidden));
  at("forget").addEventListener("click", () => history.clear());
  at("shade").addEventListener("change", () => {
    output.classList.toggle("plain", !at("shade").checked);
    at("legend").hidden = !(at("shade").checked && words.hasDoubts);
  });
  at("api-key").addEventListener("change", () => {
    sessionStorage.setItem("s2s.key", at("api-key").value);
    translate();
  });
  at("beam").addEventListener("change", () => {
    changed();
    translate();
  });
}

// What not every server has, and not every page that translates by itself.
function offer({ filesTranslation, supportedFilesFormat, keyRequired, interfaces, beams }) {
  at("choose").hidden = at("drop-help").hidden = !filesTranslation;
  at("key").hidden = !keyRequired;
  at("for-programs").hidden = interfaces === false;
  at("search").hidden = !beams;
  at("beam").replaceChildren(...(beams ?? []).map((beam) => new Option(beam === 1 ? "greedy" : `beam of ${beam}`, beam)));
  at("file").accept = supportedFilesFormat.join(",");
  const parts = { input: at("file"), button: at("choose"), section: at("files"), list: at("file-list"), drop: at("drop") };
  if (filesTranslation && !files) files = new Files({ ...parts, fields, say });
}

async function begin() {
  try {
    const [told, served] = await Promise.all([api.settings(say), api.languages()]);
    failures = 0;
    settings = told;
    languages.fill(served, told.language, told.detection !== false);
    offer(told);
    at("api-key").value = sessionStorage.getItem("s2s.key") ?? "";
    say(told.notice ?? "");
    count();
    if (text.value) changed();
  } catch (error) {
    failed(error, begin); // no new text stops its timer: without the start nothing is translated
  }
}

listen();
begin();
