import { Rng } from "../../random.js";
import type { Seed } from "./config.js";

/** The independent streams of random numbers of a run. */
export interface Streams {
  readonly init: Rng;
  readonly order: Rng;
  readonly dropout: Rng;
  readonly augment: Rng;
}

/** One stream for each purpose, so that changing one leaves the others as they were. */
export function streamsOf(seed: Seed): Streams {
  const seeds = typeof seed === "number" ? { init: seed, order: seed, dropout: seed } : seed;
  const { augment = seeds.order } = seeds;
  return {
    init: Rng.fromSeed(seeds.init).fork("init"),
    order: Rng.fromSeed(seeds.order).fork("order"),
    dropout: Rng.fromSeed(seeds.dropout).fork("dropout"),
    augment: Rng.fromSeed(augment).fork("augment"),
  };
}
