import { refuse } from "../../check.js";
import type { ModelParts } from "../model/modelParts.js";
import { parametersOf } from "./parameters.js";
import { norm } from "./vector.js";

/** How far two models lie apart in parameter space. */
export interface Distance {
  /** Euclidean distance of the parameters. */
  readonly distance: number;
  /** The same over the Euclidean norm of the parameters of `from`. */
  readonly relative: number;
}

/** How far a model lies from another of the same architecture, as from the one that training began with. */
export function distanceBetween(model: ModelParts, from: ModelParts): Distance {
  checkSameArchitecture("distanceBetween", model, from);
  const start = parametersOf(from);
  const distance = norm(parametersOf(model).map((value, i) => value - start[i]));
  return { distance, relative: distance / norm(start) };
}

/** Fails unless two models have arrays of the same names and shapes. */
export function checkSameArchitecture(who: string, a: ModelParts, b: ModelParts): void {
  const shapes = ({ weights }: ModelParts): string =>
    weights.map(({ name, shape }) => `${name} ${shape.join("×")}`).join(", ");
  if (shapes(a) !== shapes(b))
    refuse(who, `both models must have the arrays ${shapes(a)}`, shapes(b));
}
