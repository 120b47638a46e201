const LARGEST_TILE = 1 << 15;
const MOST_ROWS = 512;
const FEWEST_ROWS = 16;

/**
 * Numbers of a table's rows as they come; NaN where a cell holds none. They lie column by column in tiles of some
 * rows: a tile is small enough for the processor's cache while it is filled, and a column is copied in long runs.
 */
export class NumberStore {
  /** (columns,): most and fewest digits after the point, of the cells that have any; 99 where a cell has an exponent. */
  readonly mostDigits: Int32Array;
  readonly fewestDigits: Int32Array;
  readonly #columns: number;
  readonly #rows: number;
  readonly #tiles: Float64Array[] = [];
  #tile = new Float64Array(0);
  #row: number;

  constructor(columns: number) {
    this.#columns = columns;
    this.#rows = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, Math.floor(LARGEST_TILE / columns)));
    this.#row = this.#rows;
    this.mostDigits = new Int32Array(columns);
    this.fewestDigits = new Int32Array(columns).fill(99);
    this.nextRow();
  }

  /** Makes room for the next row. */
  nextRow(): void {
    if (++this.#row < this.#rows) return;
    this.#tile = new Float64Array(this.#rows * this.#columns);
    this.#tiles.push(this.#tile);
    this.#row = 0;
  }

  /** Puts a number, or NaN for none, into the row that there is room for. @param fraction digits after its point, −1 for an exponent */
  set(column: number, value: number, fraction: number): void {
    this.#tile[column * this.#rows + this.#row] = value;
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
    for (let row = 0, t = 0; row < rows; row += this.#rows, t++) {
      const start = column * this.#rows;
      values.set(this.#tiles[t].subarray(start, start + Math.min(this.#rows, rows - row)), row);
    }
    return values;
  }
}
