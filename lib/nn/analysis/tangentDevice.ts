import type { Activation, LossSpec } from "../config/spec.js";
import type { LossCall, MatmulOptions, Program, Tensor } from "../device/device.js";
import { WasmDevice } from "../device/wasm/device.js";
import { recorded } from "./recorded.js";

/** Recorded calls, and their derivatives along the directions of the variables. */
export interface Pair {
  readonly value: Program;
  /** To be run after `value`, as often as there are directions. */
  readonly tangent: Program;
}

/**
 * A device that computes with every tensor also its derivative along a direction in the space of the
 * variables. Recorded on it, the backward pass of a network yields the gradient and, as the gradient's
 * derivative, the exact product of the Hessian with that direction (Pearlmutter 1994).
 * A tensor without a tangent does not depend on the variables that have a direction.
 */
export class TangentDevice extends WasmDevice {
  readonly #tangents = new Map<number, Tensor>();
  #values: Program[] = [];
  #derivatives: Program[] = [];

  /** The direction of a variable, to be written to. */
  direction(variable: Tensor): Tensor {
    const direction = this.variable(variable.shape);
    this.#tangents.set(variable.id, direction);
    return direction;
  }

  /** The derivative of a tensor along the directions; undefined where it is always 0. */
  tangent(tensor: Tensor): Tensor | undefined {
    return this.#tangents.get(tensor.id);
  }

  /** Records the calls of `build` with their derivatives. */
  recordPair(build: () => void): Pair {
    const values: Program[] = [];
    const derivatives: Program[] = [];
    this.#values = values;
    this.#derivatives = derivatives;
    build();
    const runAll = (programs: readonly Program[]) => (): void => {
      for (const run of programs) run();
    };
    return { value: runAll(values), tangent: runAll(derivatives) };
  }

  #value<T>(call: () => T): T {
    return this.#recorded(this.#values, call);
  }

  #derivative<T>(call: () => T): T {
    return this.#recorded(this.#derivatives, call);
  }

  /** Records one call into a list of programs and gives what it returns. */
  #recorded<T>(programs: Program[], call: () => T): T {
    const [run, result] = recorded(this, call);
    programs.push(run);
    return result;
  }

  /** Gives `out` the sum of those terms that are not 0 as its tangent. */
  #differentiate(out: Tensor, terms: readonly (Tensor | undefined)[]): Tensor {
    const present = terms.filter((term) => term !== undefined);
    if (present.length > 0)
      this.#tangents.set(
        out.id,
        present.reduce((sum, term) => this.#derivative(() => super.add(sum, term))),
      );
    return out;
  }

  #times(a: Tensor | undefined, b: Tensor): Tensor | undefined {
    return a && this.#derivative(() => super.multiply(a, b));
  }

  /** Of the shape of `a`, so that the tangent of a row can be added to it. */
  #tangentOrZero(a: Tensor): Tensor {
    return this.tangent(a) ?? this.variable(a.shape);
  }

  /** A row of as many equal entries as `like` has columns. */
  #row(like: Tensor, value: number): Tensor {
    const columns = like.shape[like.shape.length - 1];
    return this.constant([columns], new Float32Array(columns).fill(value));
  }

  override matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
    const { bias, ...transposed } = options;
    const out = this.#value(() => super.matmul(a, b, options));
    const left = this.tangent(a);
    const right = this.tangent(b);
    const shift = bias && this.tangent(bias);
    const shifted = { ...transposed, ...(shift && { bias: shift }) };
    return this.#differentiate(out, [
      right && this.#derivative(() => super.matmul(a, right, shifted)),
      left && this.#derivative(() => super.matmul(left, b, right ? transposed : shifted)),
    ]);
  }

  override columnSums(a: Tensor): Tensor {
    const out = this.#value(() => super.columnSums(a));
    const inner = this.tangent(a);
    return this.#differentiate(out, [inner && this.#derivative(() => super.columnSums(inner))]);
  }

  override multiply(a: Tensor, b: Tensor): Tensor {
    const out = this.#value(() => super.multiply(a, b));
    const right = this.tangent(b);
    return this.#differentiate(out, [
      this.#times(this.tangent(a), b),
      right && this.#times(a, right),
    ]);
  }

  override add(a: Tensor, b: Tensor): Tensor {
    const out = this.#value(() => super.add(a, b));
    const right = this.tangent(b);
    return this.#differentiate(out, [right ? this.#tangentOrZero(a) : this.tangent(a), right]);
  }

  override subtract(a: Tensor, b: Tensor): Tensor {
    const out = this.#value(() => super.subtract(a, b));
    const right = this.tangent(b);
    const minus = right && this.#times(right, this.#row(right, -1));
    return this.#differentiate(out, [right ? this.#tangentOrZero(a) : this.tangent(a), minus]);
  }

  /** d (a + ε)^−½ = −½ (a + ε)^−3/2 da */
  override reciprocalRoot(a: Tensor, epsilon: number): Tensor {
    const out = this.#value(() => super.reciprocalRoot(a, epsilon));
    const cube = this.#value(() => super.multiply(super.multiply(out, out), out));
    const slope = this.#value(() => super.multiply(cube, this.#row(cube, -0.5)));
    return this.#differentiate(out, [this.#times(this.tangent(a), slope)]);
  }

  /** Running statistics stay as they are: an analysis changes nothing. */
  override moveTowards(): void {}

  override activation(kind: Activation, z: Tensor): Tensor {
    const out = this.#value(() => super.activation(kind, z));
    const inner = this.tangent(z);
    return this.#differentiate(out, [
      inner && this.#derivative(() => super.activationGradient(kind, z, out, inner)),
    ]);
  }

  override activationGradient(kind: Activation, z: Tensor, y: Tensor, dy: Tensor): Tensor {
    const out = this.#value(() => super.activationGradient(kind, z, y, dy));
    const inner = this.tangent(dy);
    const bend = this.#curvature(kind, z, y, dy);
    return this.#differentiate(out, [
      inner && this.#derivative(() => super.activationGradient(kind, z, y, inner)),
      bend && this.#times(this.tangent(z), bend),
    ]);
  }

  /** dy ∘ f″(z); undefined where f″ is 0. */
  #curvature(kind: Activation, z: Tensor, y: Tensor, dy: Tensor): Tensor | undefined {
    if (kind === "relu") return undefined;
    if (kind === "tanh")
      // f″ = −2 y f′
      return this.#value(() => {
        const slope = super.activationGradient(kind, z, y, dy);
        return super.multiply(super.multiply(slope, y), this.#row(y, -2));
      });
    const second = this.variable(z.shape);
    this.#values.push(() => this.write(second, this.read(z).map(geluCurvature)));
    return this.#value(() => super.multiply(dy, second));
  }

  override loss(kind: LossSpec["kind"], outputs: Tensor, targets: Tensor): LossCall {
    const call = this.#value(() => super.loss(kind, outputs, targets));
    const moved = this.tangent(outputs);
    const [rows, classes] = outputs.shape;
    if (kind === "meanSquaredError")
      this.#differentiate(call.gradient, [
        this.#times(moved, this.#row(outputs, 2 / (rows * classes))),
      ]);
    else if (moved)
      this.#differentiate(call.gradient, [this.#softmaxTangent(call, targets, moved)]);
    return call;
  }

  /**
   * With p the probabilities and ṡ the logits' tangent, that of p is p ∘ (ṡ − Σ p ṡ). It does not change
   * if a row of ṡ is shifted: less the label's own entry, nothing cancels where p is almost 1 there.
   */
  #softmaxTangent({ gradient }: LossCall, targets: Tensor, moved: Tensor): Tensor {
    const [rows, classes] = targets.shape;
    const spread = (value: number): Tensor =>
      this.constant([classes, classes], new Float32Array(classes ** 2).fill(value));
    const one = spread(1);
    const count = spread(rows);
    // gradient = (p − targets) / rows
    const share = this.#value(() =>
      super.add(gradient, super.multiply(targets, this.#row(targets, 1 / rows))),
    );
    return this.#derivative(() => {
      const shifted = super.subtract(moved, super.matmul(super.multiply(targets, moved), one));
      const weighted = super.multiply(share, shifted);
      const mean = super.matmul(weighted, count);
      return super.subtract(weighted, super.multiply(share, mean));
    });
  }
}

/** The second derivative of z · Φ(z): φ(z) (2 − z²). */
function geluCurvature(z: number): number {
  return (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) * (2 - z * z);
}
