import { numberBetween, refuse } from "../check.js";
import type { Rng } from "../random.js";
import { checkDataset, type Dataset } from "./dataset.js";

/** How much noise, and its draws. */
export interface LabelNoiseOptions {
  /** Share of the training examples that get a wrong label, from 0 to 1. */
  readonly share: number;
  readonly rng: Rng;
}

/**
 * The parts of a split with wrong labels in `train`: a share of its examples, the same in every class to within one
 * example, is moved to one of the other classes, each as likely (symmetric noise). All else stays as it was, so `valid` and `test`
 * say what is learned about the right labels. The `notes` of `train` say how many labels are wrong.
 */
export function withLabelNoise<Parts extends { readonly train: Dataset }>(
  parts: Parts,
  { share, rng }: LabelNoiseOptions,
): Parts {
  const who = "withLabelNoise";
  const train = checkDataset(`${who}: train`, parts.train);
  numberBetween(who, "share", share, 0, 1);
  const classes = train.classes.length;
  if (classes < 2) refuse(who, "train must have at least two classes", classes);
  const order = rng.fork("examples").permutation(train.n);
  order.sort((a, b) => train.y[a] - train.y[b]);
  const labels = rng.fork("labels");
  const y = train.y.slice();
  // Every (1/share)-th example of the classes one after the other: exact over all of them, and to one in each.
  const upTo = (place: number): number => Math.round(share * place);
  order.forEach((row, place) => {
    if (upTo(place + 1) === upTo(place)) return;
    const other = labels.integer(classes - 1);
    y[row] = other < train.y[row] ? other : other + 1;
  });
  const wrong = upTo(train.n);
  if (wrong === 0) return parts;
  const note = `train has wrong labels: ${wrong} of its ${train.n} examples were moved to another class at random`;
  return { ...parts, train: { ...train, y, notes: [...(train.notes ?? []), note] } };
}
