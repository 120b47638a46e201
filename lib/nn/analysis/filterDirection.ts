import type { Rng } from "../../random.js";
import type { ModelParts } from "../model/modelParts.js";
import { parameterBlocks, parametersOf } from "./parameters.js";

/**
 * A random direction in which the incoming weights of each unit have the length of the model's own
 * (Li et al. 2018, 1712.09913); it leaves biases and batch norm alone. So landscapes of models with
 * differently scaled units can be compared. In the layout of `parameterBlocks`.
 */
export function filterDirection(model: ModelParts, { rng }: { readonly rng: Rng }): Float64Array {
  const parameters = parametersOf(model);
  const direction = new Float64Array(parameters.length);
  for (const { role, shape, start, end } of parameterBlocks(model)) {
    if (role !== "weights") continue;
    const units = shape[shape.length - 1];
    for (let i = start; i < end; i++) direction[i] = rng.normal();
    for (let unit = start; unit < start + units; unit++) {
      let own = 0;
      let drawn = 0;
      for (let i = unit; i < end; i += units) {
        own += parameters[i] ** 2;
        drawn += direction[i] ** 2;
      }
      const factor = Math.sqrt(own / drawn);
      for (let i = unit; i < end; i += units) direction[i] *= factor;
    }
  }
  return direction;
}
