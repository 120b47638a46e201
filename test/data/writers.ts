/** An IDX file of unsigned bytes. */
export function idx(shape: readonly number[], values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, 8, shape.length]);
  const view = new DataView(bytes.buffer);
  for (const [axis, d] of shape.entries()) view.setUint32(4 + 4 * axis, d);
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}

/** A ustar archive of regular files. */
export function tar(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const blocks = Object.entries(files).map(([name, content]) => {
    const block = Buffer.alloc(512 + 512 * Math.ceil(content.length / 512));
    block.write(name, 0);
    block.write(`${content.length.toString(8).padStart(11, "0")} `, 124);
    block.write("        ", 148);
    block.write("0ustar\u000000", 156);
    const sum = block.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    block.set(content, 512);
    return block;
  });
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}
