import type * as tfjs from "@tensorflow/tfjs-node";
import { unreachable } from "../../check.js";
import { adamNumbers, momentumOf, rmspropNumbers } from "../config/optimizer.js";
import type { OptimizerSpec } from "../config/spec.js";
import type { Tensorflow } from "../device/tensorflow/load.js";

/** An optimizer of tfjs variables, in the same definitions as the engine's. */
export class LayersOptimizer {
  readonly #tf: Tensorflow;
  readonly #spec: OptimizerSpec;
  readonly #batchSize: number;
  /** State per variable: first and second moment, or velocity and mean square. */
  readonly #state = new Map<string, readonly [tfjs.Variable, tfjs.Variable]>();

  constructor(tf: Tensorflow, spec: OptimizerSpec, batchSize: number) {
    this.#tf = tf;
    this.#spec = spec;
    this.#batchSize = batchSize;
  }

  /** Changes `variable` by one step against `gradient`; `step` is counted from 1. */
  update(variable: tfjs.Variable, gradient: tfjs.Tensor, step: number, rate: number): void {
    variable.assign(variable.sub(this.#direction(variable, gradient, step).mul(rate)));
  }

  #direction(variable: tfjs.Variable, gradient: tfjs.Tensor, step: number): tfjs.Tensor {
    const spec = this.#spec;
    if (spec.kind === "sgd") return gradient;
    const [first, second] = this.#stateOf(variable);
    switch (spec.kind) {
      case "momentum":
      case "nesterov": {
        const momentum = momentumOf(spec);
        first.assign(first.mul(momentum).add(gradient));
        return spec.kind === "momentum" ? first : gradient.add(first.mul(momentum));
      }
      case "rmsprop": {
        const { decay, epsilon, momentum } = rmspropNumbers(spec);
        second.assign(second.mul(decay).add(gradient.square().mul(1 - decay)));
        first.assign(first.mul(momentum).add(gradient.div(second.sqrt().add(epsilon))));
        return first;
      }
      case "adam":
      case "adamw": {
        const { beta1, beta2, epsilon } = adamNumbers(spec, this.#batchSize);
        first.assign(first.mul(beta1).add(gradient.mul(1 - beta1)));
        second.assign(second.mul(beta2).add(gradient.square().mul(1 - beta2)));
        const mean = first.div(1 - beta1 ** step);
        return mean.div(
          second
            .div(1 - beta2 ** step)
            .sqrt()
            .add(epsilon),
        );
      }
      default:
        return unreachable(spec);
    }
  }

  #stateOf(variable: tfjs.Variable): readonly [tfjs.Variable, tfjs.Variable] {
    const zeros = (): tfjs.Variable => this.#tf.variable(this.#tf.zerosLike(variable), false);
    const state = this.#state.get(variable.name) ?? ([zeros(), zeros()] as const);
    this.#state.set(variable.name, state);
    return state;
  }

  dispose(): void {
    for (const pair of this.#state.values()) this.#tf.dispose([...pair]);
  }
}
