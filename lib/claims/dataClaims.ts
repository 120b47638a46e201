import type { Claim, Condition, RuleOrigin } from "./claim.js";
import { accuracy } from "./conditions.js";
import { renewed, unchanged } from "./origins.js";

const AFTER_VALIDATION_LOOK = unchanged("Validation losses of some moves on the tuning seeds");
const AFTER_TIMING_RUN = unchanged("The accuracy with all features, in a timing run of one seed,");

/** What the document says of changed images and chosen features. */
export const DATA_CLAIMS: Readonly<Record<"D14" | "D15", Claim>> = {
  D14: {
    id: "D14",
    claim: "Augmentation by rotation, flip, crop and jitter improves accuracy.",
    statements: {
      a: { says: "Small rotations, shifts, scalings and shears improve accuracy" },
      b: { says: "Flips improve accuracy" },
      c: { says: "Jittered colours improve accuracy" },
    },
    conditions: {
      moves: augmented(
        "a",
        "all training digits",
        "test accuracy of a small CNN on all training digits, small rotations, shifts, scalings and shears of tuned strength minus none",
      ),
      few: augmented("a", "100 training digits", "the same with 100 training digits"),
      flips: augmented(
        "b",
        "all training digits",
        "test accuracy of that CNN on all training digits, flips along both axes minus none",
      ),
      colour: augmented(
        "c",
        "random colours",
        "test accuracy of that CNN on digits in random colours, jittered colours minus none",
      ),
    },
  },
  D15: {
    id: "D15",
    claim: "Feature engineering (selection, PCA, t-SNE) helps with high-dimensional data.",
    statements: {
      a: { says: "Selecting features helps" },
      b: { says: "Principal components help" },
      c: { says: "t-SNE coordinates help" },
    },
    conditions: {
      ...featureConditions("probes", {
        short: "mostly probes",
        data: "512 features, 448 of them probes",
        ...AFTER_TIMING_RUN,
      }),
      ...featureConditions("mixed", {
        short: "noisy mixtures",
        data: "512 noisy mixtures of the pixels",
        ...AFTER_TIMING_RUN,
      }),
      ...featureConditions("wide", {
        short: "blood cells",
        data: "765 genes of blood cells",
        ...renewed("The standard run of 2026-11-22 on the two made sets; nothing on this one."),
      }),
      ...featureConditions("digits", {
        short: "pixels",
        data: "64 pixels",
        onlyShown: "64 pixels are not high-dimensional",
        ...AFTER_TIMING_RUN,
      }),
    },
  },
};

function augmented(statement: string, short: string, effect: string): Condition {
  return accuracy({ notebook: "08", statement, short, effect, ...AFTER_VALIDATION_LOOK });
}

/** The three kinds of feature engineering on one data set, each tuned on validation loss. */
function featureConditions(
  name: string,
  { data, ...set }: { readonly data: string } & Pick<Condition, "short" | "onlyShown"> & RuleOrigin,
): Readonly<Record<string, Condition>> {
  const condition = (statement: string, features: string): Condition =>
    accuracy({
      ...set,
      notebook: "09",
      statement,
      effect: `test accuracy, ${features} minus all features, ${data}`,
    });
  return {
    [`mutual information, ${name}`]: condition("a", "those of most mutual information"),
    [`PCA, ${name}`]: condition("b", "principal components"),
    [`t-SNE, ${name}`]: condition("c", "two t-SNE coordinates"),
  };
}
