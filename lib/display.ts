/** MIME type → content, as Jupyter's messages carry it. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** The method by which an object tells a notebook how to show it (the convention of Deno's kernel). */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** Something a notebook can show: a cell whose last value is one shows it. */
export interface Displayable {
  /** What a notebook shows. */
  readonly [DISPLAY]: () => MimeBundle;
}
