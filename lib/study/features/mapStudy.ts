import { refuse } from "../../check.js";
import type { BatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { needClasses } from "../../data/needClasses.js";
import { split } from "../../data/split.js";
import { atBatchSize } from "../../experiment/learningRates.js";
import { centredSplits } from "../../experiment/preparation.js";
import { tune } from "../../experiment/tune.js";
import { neighborAccuracy } from "../../features/neighborAccuracy.js";
import { pca } from "../../features/pca.js";
import { withFeatures } from "../../features/transform.js";
import { trustworthiness } from "../../features/trustworthiness.js";
import { tsne } from "../../features/tsne/tsne.js";
import type { TrainConfig } from "../../nn/config/config.js";
import { trainMany } from "../../nn/training/trainMany.js";
import { type OnProgress, withProgress } from "../../progress.js";
import { groupRows } from "../../rows/groups.js";
import { mean } from "../../stats/describe.js";
import { heldOut } from "./heldOut.js";

/** The networks whose hidden features are mapped, and the seeds. */
export interface MapStudyOptions {
  /** Batch sizes of the networks, one network for each. */
  readonly sizes: readonly BatchSize[];
  /** Each divides the data, tunes the learning rates and trains anew. */
  readonly seeds: readonly number[];
  /** Called with what is done so far; `progressBar` draws it. */
  readonly onProgress?: OnProgress;
}

/** How good one map of one seed is. */
export interface MapRow {
  readonly seed: number;
  /** Examples in the map ÷ training examples: seeds divide the same data, and intervals over them are widened by it. */
  readonly overlap: number;
  /** What was mapped, and how. */
  readonly map: string;
  /** Of the network whose layer was mapped; none for the inputs. */
  readonly batchSize?: BatchSize;
  /** Number of the hidden layer, from 0. */
  readonly layer?: number;
  /** Of the map, see `trustworthiness`; 5 neighbours. */
  readonly trust: number;
  /** Percent of the examples whose nearest neighbour in the map has their label. */
  readonly inMap: number;
  /** The same in what was mapped. */
  readonly inSpace: number;
}

/** An example in a map. */
export interface MapPoint {
  readonly map: string;
  readonly x: number;
  readonly y: number;
  readonly label: string;
  /** Its row in `examples`. */
  readonly example: number;
}

/** What was measured on the maps, and the maps of one seed to look at. */
export interface MapStudy {
  readonly rows: readonly MapRow[];
  /** The maps of the first seed. */
  readonly points: readonly MapPoint[];
  /** The examples that are in them, as they were given. */
  readonly examples: Dataset;
}

/** Vectors of the same examples, one of the things to map. */
interface Space extends Pick<MapRow, "map" | "batchSize" | "layer"> {
  readonly data: Dataset;
  readonly method: "PCA" | "t-SNE";
}

/**
 * Maps of examples that no network was trained on (`valid` and `test` together): of their inputs, by PCA
 * and by t-SNE, and by t-SNE of what each dense hidden layer of a network makes of them. There is a network for
 * each batch size, with a learning rate of its own. Every seed makes every map, so differences between them are paired.
 */
export async function mapStudy(
  data: Dataset,
  base: TrainConfig,
  { sizes, seeds, onProgress }: MapStudyOptions,
): Promise<MapStudy> {
  return await withProgress(onProgress, async (onProgress) => {
    needClasses("mapStudy", data, "tsne and trustworthiness take a real target");
    if (seeds.length === 0) refuse("mapStudy", "seeds must hold at least one seed", seeds.length);
    const { n } = split(data, { seed: 0 }).train;
    const sized = sizes.map((batchSize) => ({ config: atBatchSize(base, batchSize, n) }));
    const rows: MapRow[] = [];
    const points: MapPoint[] = [];
    for (const [s, seed] of seeds.entries()) {
      const tuned = await tune(data, sized, { seeds: [seed], minPoints: 3 });
      const configs = tuned.map(({ config }) => config);
      for (const { data: space, method, ...what } of await spacesOf(data, configs, seed)) {
        const map = await mapped(space, method);
        rows.push({
          seed,
          ...what,
          overlap: space.n / n,
          trust: trustworthiness(space, map.x),
          inMap: 100 * neighborAccuracy(map),
          inSpace: 100 * neighborAccuracy(space),
        });
        if (s === 0) points.push(...pointsOf(what.map, map));
      }
      onProgress?.({ done: s + 1, total: seeds.length, unit: "seeds mapped" });
    }
    return { rows, points, examples: heldOut(split(data, { seed: seeds[0] })) };
  });
}

/** Means over the seeds of how good each map is. */
export function mapMeans(
  rows: readonly MapRow[],
): Pick<MapRow, "map" | "trust" | "inMap" | "inSpace">[] {
  return groupRows(rows, ["map"]).map((group) => ({
    map: group[0].map,
    trust: mean(group.map(({ trust }) => trust)),
    inMap: mean(group.map(({ inMap }) => inMap)),
    inSpace: mean(group.map(({ inSpace }) => inSpace)),
  }));
}

async function spacesOf(
  data: Dataset,
  configs: readonly TrainConfig[],
  seed: number,
): Promise<Space[]> {
  const splits = centredSplits(data, seed);
  const inputs = heldOut(splits);
  const spaces: Space[] = (["PCA", "t-SNE"] as const).map((method) => ({
    map: `inputs, ${method}`,
    data: inputs,
    method,
  }));
  const runs = await trainMany(
    splits,
    configs.map((config) => ({ ...config, seed })),
  );
  for (const { model, config } of runs) {
    const { batchSize } = config;
    const layers = model.spec.kind === "linear" ? 0 : (model.spec.hidden?.length ?? 0);
    for (let layer = 0; layer < layers; layer++) {
      const x = await model.activations(inputs.x, layer);
      const activations = withFeatures(inputs, x, x.length / inputs.n);
      const map = `B = ${batchSize}, layer ${layer + 1}, t-SNE`;
      spaces.push({ map, batchSize, layer, data: activations, method: "t-SNE" });
    }
  }
  return spaces;
}

async function mapped(space: Dataset, method: Space["method"]): Promise<Dataset> {
  if (method === "PCA") return pca({ components: 2 }).fit(space).transform(space);
  const { points } = await tsne(space);
  return withFeatures(space, Float32Array.from(points), 2);
}

function pointsOf(map: string, { x, y, n, classes }: Dataset): MapPoint[] {
  return Array.from({ length: n }, (_, example) => ({
    map,
    x: x[2 * example],
    y: x[2 * example + 1],
    label: classes[y[example]],
    example,
  }));
}
