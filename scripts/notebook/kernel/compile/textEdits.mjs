/** Edits of one text, and the way back: where a place of the edited text was before. */
export class TextEdits {
  #text;
  /** @type {{ start: number, end: number, text: string, at: number }[]} `at`: where it is in the edited text */
  #edits = [];

  constructor(text) {
    this.#text = text;
  }

  /** Puts a text in the place of what stands from `start` to `end`. Of two edits at one place the first comes first. */
  replace(start, end, text) {
    this.#edits.push({ start, end, text, at: 0 });
  }

  insert(at, text) {
    this.replace(at, at, text);
  }

  /** The edited text. */
  apply() {
    this.#edits.sort((a, b) => a.start - b.start); // stable
    let edited = "";
    let done = 0;
    for (const edit of this.#edits) {
      edited += this.#text.slice(done, edit.start);
      edit.at = edited.length;
      edited += edit.text;
      done = edit.end;
    }
    return edited + this.#text.slice(done);
  }

  /**
   * Where a place of the edited text was: for what an edit put there, the place of the edit. Its end
   * belongs to it: V8 names the parenthesis where it named the function, once that is no longer a name.
   */
  original(offset) {
    const edit = this.#edits.findLast(({ at }) => at <= offset);
    if (!edit) return offset;
    const beyond = offset - edit.at - edit.text.length;
    const isWithin = beyond < 0 || (beyond === 0 && edit.text !== "");
    return isWithin ? edit.start : edit.end + beyond;
  }
}
