import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../../data/dataError.js";
import { Rng } from "../../random.js";

/** A value as JSON holds it. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A model of tfjs layers by its topology, as `model.json` holds it. Its weights are drawn anew for each training. */
export interface LayersModelSpec {
  readonly kind: "layers";
  readonly topology: { readonly [key: string]: Json };
}

/**
 * The topology of a model that tfjs saved (`model.save("file://folder")`), or that its converter made of a Keras model.
 * @param path the folder, or its model.json
 * @throws DataError for another file
 */
export async function readLayersModel(path: string): Promise<LayersModelSpec> {
  const file = (await stat(path)).isDirectory() ? join(path, "model.json") : path;
  let found: unknown;
  try {
    found = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new DataError(`${file}: must be the model.json of a tf.LayersModel: ${error}`);
  }
  const { modelTopology, format } = Object(found) as Record<string, Json | undefined>;
  if (format === "graph-model")
    throw new DataError(
      `${file}: is a graph model, which cannot be trained; save the Keras model as .h5 or .keras and convert it to tfjs_layers_model`,
    );
  if (typeof modelTopology !== "object" || modelTopology === null || Array.isArray(modelTopology))
    throw new DataError(`${file}: must hold "modelTopology", as tf.LayersModel.save writes it`);
  return { kind: "layers", topology: modelTopology as LayersModelSpec["topology"] };
}

/** The topology with a seed of its own for every initializer, from which its weights can be drawn again alike. */
export function seeded({ topology }: LayersModelSpec, seed: number): LayersModelSpec["topology"] {
  const rng = Rng.fromSeed(seed).fork("layers");
  const walk = (value: Json, initializer: boolean): Json => {
    if (Array.isArray(value)) return value.map((part: Json) => walk(part, initializer));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value as Readonly<Record<string, Json>>);
    return Object.fromEntries(
      entries.map(([key, part]): [string, Json] =>
        initializer && key === "seed"
          ? [key, rng.integer(2 ** 31 - 1)]
          : [key, walk(part, initializer || /initializer$/i.test(key))],
      ),
    );
  };
  return walk(topology, false) as LayersModelSpec["topology"];
}
