import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { DISPLAY, type Displayable } from "../../display.js";
import { blasVersion } from "../../wasm/blas.js";
import { loadedTensorflow } from "../device/tensorflow/load.js";

/** What a reader needs to know of a run of a notebook, to repeat it or to compare with it. */
export interface RunCard extends Displayable {
  readonly profile: string;
  readonly seeds: readonly number[];
  /** Threads that the machine runs at once. */
  readonly cores: number;
  /** Version of each part that a result may depend on; TensorFlow's only where something has loaded it. OpenBLAS may be "none". */
  readonly versions: Readonly<Record<string, string>>;
}

const require = createRequire(import.meta.url);

/**
 * The card of this run: profile and seeds as given; cores and versions as found.
 * @example
 * ```ts
 * import { runCard } from "batchwise";
 *
 * const card = runCard({ profile: "quick", seeds: [0, 1, 2] });
 * console.log(card.seeds, card.versions["node"] === process.versions.node); // [ 0, 1, 2 ] true
 * ```
 */
export function runCard({ profile, seeds }: Pick<RunCard, "profile" | "seeds">): RunCard {
  const versions = {
    batchwise: packageVersion("../../../package.json"),
    node: process.versions.node,
    ...tensorflowVersions(),
    OpenBLAS: blasVersion(),
  };
  const card = { profile, seeds, cores: availableParallelism(), versions };
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const text = [
    `profile ${profile}`,
    `seeds ${seeds.join(", ")}`,
    `${card.cores} cores`,
    ...named,
  ].join(" · ");
  return {
    ...card,
    [DISPLAY]: () => ({ "application/vnd.batchwise.run+json": card, "text/plain": text }),
  };
}

/** TensorFlow is not loaded to be asked: it takes a second and 300 MB. */
function tensorflowVersions(): Readonly<Partial<Record<"tfjs-node" | "TensorFlow", string>>> {
  const tf = loadedTensorflow();
  if (tf === undefined) return {};
  const binding: { readonly TF_Version?: string } | undefined = Reflect.get(
    tf.backend(),
    "binding",
  );
  return { "tfjs-node": tf.version["tfjs-node"], TensorFlow: binding?.TF_Version ?? "unknown" };
}

function packageVersion(path: string): string {
  const { version }: { readonly version: string } = require(path);
  return version;
}
