const MOST_LINES = 12;
const MOST_CHARACTERS = 400;
/** Characters of a line beyond which it is not read as an evaluation. */
const LONGEST_LINE = 1_000_000;

/** Cuts a stream into lines; of one that is too long only the beginning is kept, and it is not given on. */
export class Lines {
  #rest = "";
  #tooLong = false;

  constructor(readonly onLine: (line: string, whole: boolean) => void) {}

  push(text: string): void {
    const parts = text.split("\n");
    for (const [i, part] of parts.entries()) {
      if (i > 0) this.end();
      if (this.#rest.length + part.length <= LONGEST_LINE) this.#rest += part;
      else {
        this.#rest = (this.#rest + part.slice(0, MOST_CHARACTERS)).slice(0, MOST_CHARACTERS);
        this.#tooLong = true;
      }
    }
  }

  /** What came since the last line's end is a line too. */
  end(): void {
    if (this.#rest !== "" || this.#tooLong)
      this.onLine(this.#rest.replace(/\r$/, ""), !this.#tooLong);
    this.#rest = "";
    this.#tooLong = false;
  }
}

/** The last lines of a program's output, for what is said when it fails. */
export class LastLines {
  readonly #lines: string[] = [];

  add(line: string): void {
    // What a progress bar wrote over is gone.
    const text = line.slice(line.lastIndexOf("\r") + 1).trimEnd();
    if (text === "") return;
    this.#lines.push(text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} …` : text);
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
  }

  text(): string {
    if (this.#lines.length === 0) return "It printed nothing.";
    return ["Its last lines:", ...this.#lines.map((line) => `  | ${line}`)].join("\n");
  }
}
