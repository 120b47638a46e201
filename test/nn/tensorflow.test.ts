import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { suite, test } from "node:test";
import { type LayersRun, trainLayers } from "batchwise";
import { findNode, MAJORS } from "../kernel/nodes.js";
import { root } from "../scripts.js";
import { config, digitSplits as splits } from "./problems.js";

suite("TensorFlow", () => {
  for (const major of MAJORS)
    test(`trains in a plain program on Node ${major}`, (context) => {
      const node = findNode(major);
      if (node === undefined) return context.skip("no package brings it for this machine");
      const program = `
        import { loadDigits, runCard, split, train, trainLayers } from "batchwise";
        const versions = () => runCard({ profile: "quick", seeds: [] }).versions;
        const before = versions();
        const splits = split(loadDigits(), { seed: 0 });
        const config = {
          model: { kind: "cnn", filters: [8] }, optimizer: { kind: "adam", learningRate: 0.01 },
          batchSize: 64, budget: { epochs: 1 }, seed: 1,
        };
        const { model } = await train(splits, config, { engine: "tensorflow" });
        const run = await trainLayers(await model.toLayersModel(), splits, config);
        console.log(run.history.length, "TensorFlow" in before, versions()["tfjs-node"]);`;
      const ran = spawnSync(node, ["--input-type=module", "-e", program], {
        cwd: root,
        encoding: "utf8",
      });
      assert.equal(ran.stdout, "2 false 4.22.0\n", ran.stderr);
    });

  test("trains models of its own only", async () => {
    const { model: _, ...rest } = config;
    // @ts-expect-error: where tfjs-node is installed, its type is known
    const run: Promise<LayersRun> = trainLayers({ layers: [] }, splits, rest);
    await assert.rejects(run, {
      name: "ArgumentError",
      message:
        "trainLayers: model must be a LayersModel of this @tensorflow/tfjs-node, got { layers }",
    });
  });
});
