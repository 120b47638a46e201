import type { Device, Tensor } from "../device/device.js";
import type { ParameterSpec } from "./layers/layer.js";
import type { Network } from "./network.js";

/** Examples computed at once. */
const CHUNK = 1024;

/** Outputs (n, columns) for the examples `x` (n, …) by a network with the given weights, in its order. */
export function outputsOf(
  device: Device,
  network: Network,
  weights: readonly Float32Array[],
  { x, shape, columns }: { x: Float32Array; shape: readonly number[]; columns: number },
): Float32Array {
  const variables = new Map<ParameterSpec, Tensor>(
    network.parameters.map((p, i) => [p, device.variable(p.shape, weights[i])]),
  );
  const features = shape.reduce((product, d) => product * d, 1);
  const n = x.length / features;
  const outputs = new Float32Array(n * columns);
  for (let start = 0; start < n; start += CHUNK) {
    const end = Math.min(start + CHUNK, n);
    const input = device.constant(
      [end - start, ...shape],
      x.subarray(start * features, end * features),
    );
    let output = input;
    const run = device.record(() => {
      output = network.record(input, {
        device,
        training: false,
        step: { value: 0 },
        variable: (parameter) => variables.get(parameter) ?? input,
        gradient: () => undefined,
      }).output;
    });
    run();
    outputs.set(device.read(output), start * columns);
    device.endStep();
  }
  return outputs;
}
