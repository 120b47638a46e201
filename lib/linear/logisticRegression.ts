import { refuse, unreachable } from "../check.js";
import { Rng } from "../random.js";
import { lbfgs } from "./lbfgs.js";
import { LogisticEstimator } from "./logisticEstimator.js";
import {
  checkLogisticOptions,
  type LogisticRegressionOptions,
  type ResolvedLogisticOptions,
} from "./logisticOptions.js";
import { newtonCg } from "./newtonCg.js";
import { newtonCholesky } from "./newtonCholesky.js";
import type { LogisticObjective, ObjectiveUse } from "./objective.js";
import type { Observer, Solution } from "./result.js";
import { sag } from "./sag.js";

/**
 * Logistic regression for two classes or, multinomially, for more. Minimises
 * C·Σ sᵢ·ℓᵢ(w) + ½(1 − l1Ratio)·‖w‖² + l1Ratio·‖w‖₁, intercepts unpenalised; options, defaults and
 * stopping rules are those of scikit-learn 1.9. All solvers but `newton-cholesky` take sparse rows as well.
 * @example
 * ```ts
 * import { loadDigits, LogisticRegression, split } from "batchwise";
 *
 * const { train, valid } = split(loadDigits(), { seed: 0 });
 * const model = new LogisticRegression({ C: 0.1 }).fit(train);
 * console.log(model.result.stopped, model.score(valid).toFixed(2)); // gradient 0.91
 * ```
 */
export class LogisticRegression extends LogisticEstimator<ResolvedLogisticOptions> {
  protected override readonly who = "LogisticRegression";
  /** All options, with the defaults of those that were not given. */
  override readonly options: ResolvedLogisticOptions;

  constructor(options: LogisticRegressionOptions = {}) {
    super();
    this.options = checkLogisticOptions("LogisticRegression", options);
  }

  protected override checkSparse(): void {
    const { solver } = this.options;
    if (solver === "newton-cholesky")
      refuse(
        this.who,
        'solver must be "lbfgs", "newton-cg", "sag" or "saga" for a sparse x, or x given as dense rows: ' +
          "this one factors a dense Hessian",
        solver,
      );
  }

  protected override get objectiveUse(): ObjectiveUse {
    const { solver } = this.options;
    const manyPasses = solver !== "sag" && solver !== "saga";
    return { hessian: solver === "newton-cholesky", manyPasses };
  }

  protected override passes(objective: LogisticObjective, iteration: number): number {
    const { solver } = this.options;
    return solver === "sag" || solver === "saga" ? iteration : objective.passes;
  }

  protected override solve(
    objective: LogisticObjective,
    start: Float64Array,
    observe: Observer | undefined,
  ): Solution {
    const { solver, tol, maxIter, seed } = this.options;
    const options = { tol, maxIter, ...(observe && { observe }) };
    switch (solver) {
      case "lbfgs":
        return lbfgs(objective, start, options);
      case "newton-cg":
        return newtonCg(objective, start, options);
      case "newton-cholesky":
        return newtonCholesky(objective, start, options);
      case "sag":
      case "saga": {
        const rng = Rng.fromSeed(seed).fork(solver);
        return sag(objective.problem, start, { ...options, saga: solver === "saga", rng });
      }
      default:
        return unreachable(solver);
    }
  }
}
