import { type ExampleArray, ExampleSteps, exampleLengths } from "./exampleSteps.js";

/** The kernel's `State`, field by field. */
const STATE = [
  "scale",
  "seen",
  "step",
  "l2",
  "l1",
  "saga",
  "fitIntercept",
  "drift",
  "position",
] as const;

/** What the steps of a fit go by. */
export type SagSettings = Readonly<Record<"step" | "l2" | "l1" | "saga" | "fitIntercept", number>>;

type OwnArray = "memory" | "drawn" | "intercept" | "interceptTotal" | "z" | "state";
/** The arrays that steps on dense and on sparse rows work on. */
export type SagArray = ExampleArray | OwnArray;

/** Their lengths. */
export function sagLengths(n: number, outputs: number): Record<SagArray, number> {
  return {
    ...exampleLengths(n),
    memory: n * outputs,
    drawn: n / 8,
    intercept: outputs,
    interceptTotal: outputs,
    z: 2 * outputs,
    state: STATE.length,
  };
}

/** Steps of SAG and SAGA on single examples, with the coefficients that they move. */
export abstract class SagSteps extends ExampleSteps<OwnArray> {
  /** Takes the parameters to start from: coefficients (outputs × features), then intercepts. */
  begin(start: Float64Array, settings: SagSettings): void {
    const { intercept, state } = this.space.view;
    const coefficients = start.length - (settings.fitIntercept ? intercept.length : 0);
    this.load(start.subarray(0, coefficients));
    intercept.set(start.subarray(coefficients));
    const values = { scale: 1, seen: 0, drift: 0, position: 0, ...settings };
    STATE.forEach((field, i) => {
      state[i] = values[field];
    });
  }

  /** Makes a step on each of the examples `ids`, in order, at most n; then writes all parameters. */
  pass(ids: Int32Array, parameters: Float64Array): void {
    const { intercept, state } = this.space.view;
    this.run(ids);
    this.give(parameters);
    if (state[STATE.indexOf("fitIntercept")] === 1)
      parameters.set(intercept, parameters.length - intercept.length);
  }

  protected abstract load(coefficients: Float64Array): void;

  protected abstract run(ids: Int32Array): void;

  /** Writes the coefficients. */
  protected abstract give(parameters: Float64Array): void;
}
