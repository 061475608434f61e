// Which pieces a sentence may become, where the export has a shortlist (s2s/decode/shortlist.py).

const SPECIAL = [0, 1, 2, 3];

export class Shortlist {
  // `bytes` are those of shortlist.safetensors: a table (V, N) and a list.
  constructor(bytes) {
    const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size)));
    const read = (name) => {
      const { dtype, data_offsets: [begin, end] } = header[name];
      const content = bytes.slice(8 + size + begin, 8 + size + end).buffer;
      return dtype === "U16" ? new Uint16Array(content) : new Uint32Array(content);
    };
    this.width = header.table.shape[1];
    this.table = read("table");
    this.always = read("always");
  }

  // The pieces that a source of `ids` may become, ascending.
  choose(ids) {
    const chosen = new Set([...SPECIAL, ...this.always]);
    for (const id of ids) for (let at = 0; at < this.width; at++) chosen.add(this.table[id * this.width + at]);
    return [...chosen].sort((one, other) => one - other);
  }
}
