import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { dataFolder } from "../data/downloadSource.js";
import { loadFashionMnist, loadMnist } from "../data/mnist.js";
import { split } from "../data/split.js";
import type { Task } from "./tasks.js";

const LARGER = {
  mnist: { task: "MNIST", load: loadMnist },
  "fashion-mnist": { task: "Fashion-MNIST", load: loadFashionMnist },
};

/**
 * MNIST and Fashion-MNIST as tasks, those whose files are in the data folder: none is downloaded. In a clone
 * `npm run data -- mnist fashion-mnist` puts the files there.
 * @param options.examples images that are divided into train, valid and test, the first ones in the files' order
 * @param options.folder default BATCHWISE_DATA, else `.cache/data` of the project
 * @throws DataError for files that are there and are not the published ones
 * @example
 * ```ts
 * import { tmpdir } from "node:os";
 * import { tasksAtHand } from "batchwise/experiment";
 *
 * const found = await tasksAtHand({ examples: 1000, folder: tmpdir() });
 * console.log(found.map(({ task }) => task)); // []
 * ```
 */
export async function tasksAtHand({
  examples,
  folder,
}: {
  readonly examples: number;
  readonly folder?: string;
}): Promise<Task[]> {
  const tasks: Task[] = [];
  for (const [name, { task, load }] of Object.entries(LARGER)) {
    const files = await readdir(join(dataFolder(folder), name)).catch(() => []);
    if (files.length === 0) continue;
    const { train: data } = await load({
      limit: examples,
      mirrors: [],
      ...(folder !== undefined && { folder }),
    });
    tasks.push({ task, data, prepare: "centred", n: split(data, { seed: 0 }).train.n });
  }
  return tasks;
}
