/** A column's cells as texts, each different text once. */
export interface Texts {
  /** The different texts, without blanks around them, in the order of their first rows. */
  readonly texts: readonly string[];
  /** (rows,) each cell's text. */
  readonly ids: Int32Array;
}

const START_CELLS = 1024;

/** Texts of one column as they come, held as bytes, each different one once (a hash table with open addressing). */
export class TextStore {
  #bytes = new Uint8Array(8 * START_CELLS);
  #used = 0;
  /** Where each text ends in the bytes; the one before ends where it begins. */
  #ends = new Float64Array(START_CELLS);
  #different = 0;
  #slots = new Int32Array(4 * START_CELLS).fill(-1);
  #ids = new Int32Array(START_CELLS);

  /** Puts a row's cell, in UTF-8. Rows come in order, from 0; the last one may come again. */
  set(row: number, bytes: Uint8Array, from: number, to: number): void {
    // FNV-1a.
    let hash = 0x811c9dc5;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    let id = this.#slots[slot];
    while (id >= 0 && !this.#is(id, bytes, from, to)) {
      slot = (slot + 1) & mask;
      id = this.#slots[slot];
    }
    if (id < 0) {
      id = this.#append(bytes, from, to);
      this.#slots[slot] = id;
      if (2 * this.#different > this.#slots.length) this.#rehash();
    }
    if (row === this.#ids.length) {
      const ids = new Int32Array(2 * row);
      ids.set(this.#ids);
      this.#ids = ids;
    }
    this.#ids[row] = id;
  }

  /** The cells of the first `rows` rows. */
  read(rows: number): Texts {
    // Blanks beyond ASCII's (and none of them in most files) may make different bytes one text.
    const texts: string[] = [];
    const known = new Map<string, number>();
    const decoder = new TextDecoder();
    const merged = Int32Array.from({ length: this.#different }, (_, id) => {
      const [from, to] = [id === 0 ? 0 : this.#ends[id - 1], this.#ends[id]];
      const text = decoder.decode(this.#bytes.subarray(from, to)).trim();
      let as = known.get(text);
      if (as === undefined) {
        as = texts.push(text) - 1;
        known.set(text, as);
      }
      return as;
    });
    return { texts, ids: this.#ids.subarray(0, rows).map((id) => merged[id]) };
  }

  #is(id: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = id === 0 ? 0 : this.#ends[id - 1];
    if (this.#ends[id] - start !== to - from) return false;
    for (let i = from, j = start; i < to; i++, j++) if (bytes[i] !== this.#bytes[j]) return false;
    return true;
  }

  #append(bytes: Uint8Array, from: number, to: number): number {
    const used = this.#used + to - from;
    if (used > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(used, 2 * this.#bytes.length));
      grown.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = grown;
    }
    for (let i = from, j = this.#used; i < to; i++, j++) this.#bytes[j] = bytes[i];
    if (this.#different === this.#ends.length) {
      const grown = new Float64Array(2 * this.#different);
      grown.set(this.#ends);
      this.#ends = grown;
    }
    this.#used = used;
    this.#ends[this.#different] = used;
    return this.#different++;
  }

  #rehash(): void {
    const slots = new Int32Array(2 * this.#slots.length).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#different; id++) {
      let hash = 0x811c9dc5;
      for (let i = id === 0 ? 0 : this.#ends[id - 1]; i < this.#ends[id]; i++)
        hash = Math.imul(hash ^ this.#bytes[i], 0x01000193);
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}
