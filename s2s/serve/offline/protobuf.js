// The wire format of protocol buffers, as far as a sentencepiece model uses it.

// The fields of a message: its number, and an integer or bytes.
export function* fields(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = 0;
  function varint() {
    let value = 0, scale = 1;
    for (;;) {
      const byte = view.getUint8(position++);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }
  while (position < bytes.length) {
    const tag = varint(), wire = tag & 7, number = Math.floor(tag / 8);
    if (wire === 0) {
      yield [number, varint()];
      continue;
    }
    const length = wire === 2 ? varint() : wire === 1 ? 8 : wire === 5 ? 4 : NaN;
    if (!(position + length <= bytes.length)) throw new Error("a damaged message");
    yield [number, bytes.subarray(position, position + length)];
    position += length;
  }
}

export function float(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true);
}
