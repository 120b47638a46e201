/** A set-up step that cannot go on: what is missing, and the command or action that mends it. */
export class SetupError extends Error {
  /** @override */
  name = "SetupError";

  /**
   * @param {string} problem what is missing or wrong
   * @param {string} mend what the user can do about it
   */
  constructor(problem, mend) {
    super(problem);
    this.mend = mend;
  }
}
