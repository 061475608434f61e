// Text to piece ids and back with a sentencepiece model as s2s trains one: `identity` as its own normalisation, every kind
// but `word` with the 256 bytes as pieces. The ids are those of s2s/data/text/tokenizer.py.

import { cutBpe } from "./bpe.js";
import { fields, float } from "./protobuf.js";
import { cutUnigram } from "./unigram.js";

export const BOS = 1, EOS = 2, UNK = 3;
export const SPACE = "\u2581";
const ESCAPE = "\ufdd0", ESCAPED_ESCAPE = "\ufdd0\ufdd1", ESCAPED_SPACE = "\ufdd0\ufdd2";
const KINDS = ["", "unigram", "bpe", "word", "char"];
const NORMAL = 1, CONTROL = 3, BYTE = 6;
const utf8 = new TextEncoder(), text = new TextDecoder("utf-8", { ignoreBOM: true }); // a U+FEFF stays

export class Tokenizer {
  // `bytes` are those of a .model file.
  constructor(bytes) {
    this.names = [];
    this.scores = [];
    this.types = [];
    let kind = 1;
    for (const [number, value] of fields(bytes)) {
      if (number === 1) this.add(value);
      else if (number === 2) for (const [field, setting] of fields(value)) if (field === 3) kind = setting;
    }
    this.kind = KINDS[kind];
    this.ids = new Map();
    this.byteIds = new Map();
    let lowest = Infinity;
    this.names.forEach((name, id) => {
      if (this.types[id] === NORMAL) {
        this.ids.set(name, id);
        lowest = Math.min(lowest, this.scores[id]);
      } else if (this.types[id] === BYTE) this.byteIds.set(parseInt(name.slice(3, 5), 16), id);
    });
    this.lowest = lowest;
    this.longest = Math.max(...[...this.ids.keys()].map((name) => name.length));
  }

  add(message) {
    let name = "", score = 0, type = NORMAL;
    for (const [number, value] of fields(message)) {
      if (number === 1) name = text.decode(value);
      else if (number === 2) score = float(value);
      else if (number === 3) type = value;
    }
    this.names.push(name);
    this.scores.push(score);
    this.types.push(type);
  }

  // The piece ids of one line, without bos and eos; a blank line has none.
  encode(line) {
    const clean = line.replaceAll(ESCAPE, ESCAPED_ESCAPE).replaceAll(SPACE, ESCAPED_SPACE).toWellFormed();
    const runs = clean.split(" ").filter(Boolean);
    if (!runs.length) return [];
    if (this.kind === "word") return runs.map((word) => this.ids.get(SPACE + word) ?? UNK);
    return this.cut(SPACE + runs.join(SPACE)).flatMap((piece) => this.idsOf(piece));
  }

  // `whole` as pieces; what is not known is a piece of one character.
  cut(whole) {
    if (this.kind === "bpe") return cutBpe(this, whole);
    return this.kind === "unigram" ? cutUnigram(this, whole) : [...whole];
  }

  idsOf(piece) {
    const id = this.ids.get(piece);
    return id !== undefined ? [id] : [...utf8.encode(piece)].map((byte) => this.byteIds.get(byte) ?? UNK);
  }

  isByte(id) {
    return this.types[id] === BYTE;
  }

  // The text of ids, always one line.
  decode(ids) {
    let written = "", bytes = [];
    const flush = () => {
      written += decodeBytes(bytes);
      bytes = [];
    };
    for (const id of ids) {
      if (id <= UNK) continue;
      if (this.isByte(id)) bytes.push(parseInt(this.names[id].slice(3, 5), 16));
      else {
        flush();
        if (this.types[id] !== CONTROL) written += this.names[id].replaceAll(SPACE, " ");
      }
    }
    flush();
    const line = written.replace(/[\n\r]/g, " ").replaceAll(ESCAPED_SPACE, SPACE).replaceAll(ESCAPED_ESCAPE, ESCAPE);
    return line.replace(/^ +| +$/g, "");
  }

  // Ids without the bytes at the end that begin a character and do not end it.
  complete(ids) {
    for (let back = 1; back < Math.min(4, ids.length + 1); back++) {
      const id = ids[ids.length - back];
      if (!this.isByte(id)) break;
      const byte = parseInt(this.names[id].slice(3, 5), 16);
      if (byte >= 0xc0) return back < 2 + (byte >= 0xe0) + (byte >= 0xf0) ? ids.slice(0, -back) : ids;
    }
    return ids;
  }
}

// UTF-8 as sentencepiece reads it: U+FFFD for each byte that begins no character (TextDecoder takes several as one).
function decodeBytes(bytes) {
  let written = "";
  for (let begin = 0; begin < bytes.length; ) {
    const first = bytes[begin];
    const length = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
    const part = Uint8Array.from(bytes.slice(begin, begin + length));
    const character = length && part.length === length ? text.decode(part) : "\ufffd";
    const whole = character.length > 0 && [...character].length === 1 && utf8.encode(character).length === length;
    const replaced = character === "\ufffd" && !(length === 3 && part[0] === 0xef && part[1] === 0xbf && part[2] === 0xbd);
    written += whole && !replaced ? character : "\ufffd";
    begin += whole && !replaced ? length : 1;
  }
  return written;
}
