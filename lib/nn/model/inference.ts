import type { Device, Tensor } from "../device/device.js";
import type { ParameterSpec } from "./layers/layer.js";
import type { Network } from "./network.js";

/** Outputs (n, columns) for the examples `x` (n, …), so many at once, by a network with the given weights, in its order. */
export function outputsOf(
  device: Device,
  network: Network,
  weights: readonly Float32Array[],
  {
    x,
    shape,
    columns,
    atOnce,
  }: {
    readonly x: Float32Array;
    readonly shape: readonly number[];
    readonly columns: number;
    readonly atOnce: number;
  },
): Float32Array {
  const variables = new Map<ParameterSpec, Tensor>(
    network.parameters.map((p, i) => [p, device.variable(p.shape, weights[i])]),
  );
  const features = shape.reduce((product, d) => product * d, 1);
  const n = x.length / features;
  const outputs = new Float32Array(n * columns);
  const recorded = (
    rows: number,
  ): { readonly input: Tensor; readonly outputs: () => Float32Array } => {
    const input = device.variable([rows, ...shape]);
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
    return {
      input,
      outputs() {
        run();
        const values = device.read(output);
        device.endStep();
        return values;
      },
    };
  };
  // Each length is recorded once: what it takes is held until the device is disposed of.
  let all = recorded(Math.min(atOnce, n));
  for (let start = 0; start < n; start += atOnce) {
    const rows = Math.min(atOnce, n - start);
    if (rows < all.input.shape[0]) all = recorded(rows);
    device.write(all.input, x.subarray(start * features, (start + rows) * features));
    outputs.set(all.outputs(), start * columns);
  }
  return outputs;
}
