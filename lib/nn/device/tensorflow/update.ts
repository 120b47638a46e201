import { unreachable } from "../../../check.js";
import type { Tensor, UpdateRule } from "../device.js";
import type { TensorflowTape } from "./tape.js";

/** Records one step of an update rule with TensorFlow's fused kernels where they compute PyTorch's formula. */
export function tensorflowUpdate(
  tape: TensorflowTape,
  parameter: Tensor,
  gradient: Tensor,
  rule: UpdateRule,
): void {
  const { apply, nesterov, dtype } = tape.attributes;
  const rate = tape.scalar(rule.rate);
  switch (rule.kind) {
    case "sgd":
      tape.change([parameter], "ResourceApplyGradientDescent", apply, [rate, gradient]);
      return;
    case "momentum":
    case "nesterov":
      tape.change(
        [parameter, rule.velocity],
        "ResourceApplyMomentum",
        nesterov(rule.kind === "nesterov"),
        [rate, gradient, tape.number(rule.momentum)],
      );
      return;
    case "adam": {
      // With powers of 0 the kernel makes no bias correction of its own: it is in rate and epsilon.
      const zero = tape.number(0);
      const [beta1, beta2] = [tape.number(rule.beta1), tape.number(rule.beta2)];
      tape.change([parameter, rule.mean, rule.meanSquare], "ResourceApplyAdam", nesterov(false), [
        zero,
        zero,
        rate,
        beta1,
        beta2,
        tape.scalar(rule.epsilon),
        gradient,
      ]);
      return;
    }
    case "rmsprop": {
      // TensorFlow's kernel has epsilon inside the root.
      const float = (name: string, ...inputs: readonly Tensor[]): Tensor =>
        tape.op(name, tape.attributes.float, inputs, parameter.shape);
      const change = float("Sub", float("Square", gradient), rule.meanSquare);
      const part = float("Mul", change, tape.number(1 - rule.decay));
      const square = float("AddV2", rule.meanSquare, part);
      tape.change([rule.meanSquare], "AssignVariableOp", dtype, [square]);
      const root = float("AddV2", float("Sqrt", square), tape.number(rule.epsilon));
      const scaled = float("Div", gradient, root);
      tape.change([parameter, rule.velocity], "ResourceApplyMomentum", nesterov(false), [
        rate,
        scaled,
        tape.number(rule.momentum),
      ]);
      return;
    }
    default:
      unreachable(rule);
  }
}
