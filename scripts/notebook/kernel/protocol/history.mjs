/** The one session that the kernel remembers: its own. */
const SESSION = 1;

/** Jupyter's patterns: `*` any text, `?` one character. */
function matcher(pattern) {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${source.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}

/** The cells that were run, for `history_request`. */
export class History {
  /** @type {{ line: number, source: string }[]} */
  #cells = [];

  add(line, source) {
    this.#cells.push({ line, source });
  }

  /** The content of the reply to a request of this content. Outputs are not kept. */
  reply(content) {
    const { hist_access_type: access, output } = content;
    const history = this.#find(access, content).map(({ line, source }) => [
      SESSION,
      line,
      output ? [source, null] : source,
    ]);
    return { status: "ok", history };
  }

  #find(access, { n, pattern = "*", unique, session = 0, start = 0, stop }) {
    const last = (cells) => (n > 0 ? cells.slice(-n) : cells);
    if (access === "tail") return last(this.#cells);
    if (access === "range") {
      const inside = ({ line }) => line >= start && (typeof stop !== "number" || line < stop);
      return session === 0 || session === SESSION ? this.#cells.filter(inside) : [];
    }
    if (access !== "search") return [];
    const matches = matcher(pattern);
    const found = this.#cells.filter(({ source }) => matches.test(source));
    const latest = new Map(found.map((cell) => [cell.source, cell]));
    return last(unique ? found.filter((cell) => latest.get(cell.source) === cell) : found);
  }
}
