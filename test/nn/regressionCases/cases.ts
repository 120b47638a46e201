/** What is to be done where data have a real target. */
export interface Refuses {
  readonly refuses: () => unknown;
  /** What the message says to use. */
  readonly mend: RegExp;
}

/** By the name of an export: a call that works on data with a real target, or one that is refused. */
export type Cases = Readonly<Record<string, (() => unknown) | Refuses>>;
