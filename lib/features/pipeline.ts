import { refuse, unreachable } from "../check.js";
import type { Dataset } from "../data/dataset.js";
import { fittedPca } from "./pca.js";
import { fittedSelect } from "./select.js";
import { fittedStandardize } from "./standardize.js";
import type { Fitted, FittedState, PipelineState, Transform } from "./transform.js";

/** Fitted transforms, applied one after the other. */
export interface FittedPipeline extends Fitted {
  readonly state: PipelineState;
  /** The fitted transforms, in their order. */
  readonly steps: readonly Fitted[];
}

/**
 * Several transforms one after the other; each is fitted on what the ones before make of the training data.
 * @example
 * ```ts
 * import { loadDigits, pca, pipeline, split, standardize } from "batchwise";
 *
 * const { train, valid } = split(loadDigits(), { seed: 0 });
 * const fitted = pipeline(standardize(), pca({ components: 10 })).fit(train);
 * console.log(fitted.steps.length, fitted.transform(valid).shape); // 2 [ 10 ]
 * ```
 */
export function pipeline(...transforms: readonly Transform[]): Transform<FittedPipeline> {
  if (transforms.length === 0)
    refuse("pipeline", "there must be at least one transform", transforms);
  return {
    fit: (train) => {
      let data = train;
      const steps: Fitted[] = [];
      for (const [i, transform] of transforms.entries()) {
        const fitted = transform.fit(data);
        steps.push(fitted);
        if (i < transforms.length - 1) data = fitted.transform(data);
      }
      return fittedPipeline(steps);
    },
  };
}

function fittedPipeline(steps: readonly Fitted[]): FittedPipeline {
  return {
    state: { kind: "pipeline", steps: steps.map(({ state }) => state) },
    steps,
    transform: (data: Dataset): Dataset => steps.reduce((d, step) => step.transform(d), data),
  };
}

/**
 * The fitted transform of a state, which may come from a file.
 * @example
 * ```ts
 * import { loadDigits, refit, split, standardize } from "batchwise";
 *
 * const { train, valid } = split(loadDigits(), { seed: 0 });
 * const fitted = standardize().fit(train);
 * const again = refit(JSON.parse(JSON.stringify(fitted.state)));
 * console.log(again.transform(valid).x.join() === fitted.transform(valid).x.join());
 * // true
 * ```
 */
export function refit(state: FittedState): Fitted {
  switch (state.kind) {
    case "standardize":
      return fittedStandardize(state);
    case "select":
      return fittedSelect(state);
    case "pca":
      return fittedPca(state);
    case "pipeline":
      return fittedPipeline(state.steps.map(refit));
    default:
      return unreachable(state);
  }
}
