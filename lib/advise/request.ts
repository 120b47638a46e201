/**
 * What is compared, in points. Accuracies are percent of the test examples; the log loss is percent of that of guessing
 * the classes' shares, the root mean squared error percent of the label's standard deviation: 100 is a guess, less is better. The loss that a program prints is percent of the first that it printed.
 */
export type MetricName = "accuracy" | "balancedAccuracy" | "logLoss" | "rmse" | "loss";

/** Classes, a number, or whatever a program of the reader's own trains. */
export type Problem = "classification" | "regression" | "program";

/** How much may be spent. */
export interface AdviseBudget {
  /** Hard limit of the whole work. Default 60, or none where the length of a training is given. */
  readonly seconds?: number;
  /** Length of one training, in passes over the data. Default: as long as validation improves, as far as the time allows. */
  readonly epochs?: number;
  /** Length of one training in updates, in place of `epochs`. */
  readonly steps?: number;
}

/** How long a training is: as many updates as the longer of the two gives, so that small and large batches both end. */
export interface Length {
  readonly epochs: number;
  readonly steps: number;
}
