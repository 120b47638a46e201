const CELLS_IN_BLOCK = 1 << 19;
const FIRST_ROWS = 64;

/** Numbers of a table's rows as they come, in blocks of many rows; NaN where a cell holds none. */
export class NumberStore {
  /** (columns,): most and fewest digits after the point, of the cells that have any; −1 where a cell has an exponent. */
  readonly mostDigits: Int32Array;
  readonly fewestDigits: Int32Array;
  readonly #columns: number;
  readonly #mostRows: number;
  readonly #blocks: Float64Array[] = [];
  #block = new Float64Array(0);
  #start = 0;

  constructor(columns: number) {
    this.#columns = columns;
    this.#mostRows = Math.max(1, Math.floor(CELLS_IN_BLOCK / Math.max(1, columns)));
    this.nextRow();
    this.mostDigits = new Int32Array(columns);
    this.fewestDigits = new Int32Array(columns).fill(99);
  }

  /** Makes room for the next row. */
  nextRow(): void {
    this.#start += this.#columns;
    if (this.#start >= this.#block.length) {
      const rows = Math.min(this.#mostRows, FIRST_ROWS << Math.min(20, this.#blocks.length));
      this.#block = new Float64Array(rows * this.#columns);
      this.#blocks.push(this.#block);
      this.#start = 0;
    }
  }

  /** Puts a number, or NaN for none, into the row that there is room for. @param fraction digits after its point, −1 for an exponent */
  set(column: number, value: number, fraction: number): void {
    this.#block[this.#start + column] = value;
    if (fraction === 0) return;
    if (fraction < 0) this.mostDigits[column] = 99;
    else {
      if (fraction > this.mostDigits[column]) this.mostDigits[column] = fraction;
      if (fraction < this.fewestDigits[column]) this.fewestDigits[column] = fraction;
    }
  }

  /** (rows,) a column's numbers. */
  column(column: number, rows: number): Float64Array {
    const values = new Float64Array(rows);
    let row = 0;
    for (const block of this.#blocks)
      for (let at = column; at < block.length && row < rows; at += this.#columns)
        values[row++] = block[at];
    return values;
  }
}
