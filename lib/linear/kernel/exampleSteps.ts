import type { Workspace } from "./workspace.js";

/** The examples' own arrays. */
export type ExampleArray = "y" | "s" | "ids";

/** Their lengths; an id takes half a number. */
export function exampleLengths(n: number): Record<ExampleArray, number> {
  return { y: n, s: n, ids: n / 2 };
}

/** What steps on single examples share: class ids, weights, and room for the numbers of the examples to come. */
export abstract class ExampleSteps<Name extends string> {
  readonly space: Workspace<Name | ExampleArray>;
  protected readonly ids: Int32Array;

  /**
   * @param y (n,) class ids
   * @param weights (n,) sample weights
   */
  constructor(space: Workspace<Name | ExampleArray>, y: Float64Array, weights: Float64Array) {
    const { at, view } = space;
    this.space = space;
    this.ids = new Int32Array(view.ids.buffer, at.ids, y.length);
    view.y.set(y);
    view.s.set(weights);
  }
}
