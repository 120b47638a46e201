/** Plain-JSON descriptions of models, losses, optimizers and schedules. */

/** What a hidden unit does with its weighted sum; `gelu` is x · Φ(x) (Hendrycks & Gimpel 2016). */
export type Activation = "relu" | "tanh" | "gelu";

/**
 * How weights start. `he`: normal, variance 2/in, zero biases (He et al. 2015). `glorot`: uniform,
 * bound √(6/(in + out)), zero biases (Glorot & Bengio 2010). `pytorch`: weights and biases uniform,
 * bound 1/√in, the default of `torch.nn.Linear`.
 */
export type Initialization = "he" | "glorot" | "pytorch";

/**
 * Normalises what a layer gives by the mean and variance over a batch (Ioffe & Szegedy 2015), before the
 * activation.
 */
export interface BatchNormSpec {
  /** Examples that are normalised together; fewer than a batch give ghost batches (Hoffer et al. 2017). Default: the whole batch. */
  readonly ghostBatchSize?: number;
  /** Share of the old running statistics that a step keeps. Default 0.9. */
  readonly momentum?: number;
  /** Added to the variance. Default 1e-5. */
  readonly epsilon?: number;
}

/** Softmax regression: one dense layer from the inputs to the logits. */
export interface LinearSpec {
  readonly kind: "linear";
  /** Default "he". */
  readonly initialization?: Initialization;
}

/** Dense hidden layers, each followed by batch norm (if any), the activation and dropout (if any). */
export interface MlpSpec {
  readonly kind: "mlp";
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  /** Default "relu". */
  readonly activation?: Activation;
  /** Probability that a hidden unit is left out in a training step. Default 0. */
  readonly dropout?: number;
  readonly batchNorm?: BatchNormSpec;
  /** Default "he". */
  readonly initialization?: Initialization;
}

/** Per entry of `filters` a 3 × 3 convolution (same size), the activation and 2 × 2 max pooling; then dense layers. */
export interface CnnSpec {
  readonly kind: "cnn";
  /** Channels of each convolution. */
  readonly filters: readonly number[];
  /** Units of the dense hidden layers after the last pooling. Default none. */
  readonly hidden?: readonly number[];
  /** Default "relu". */
  readonly activation?: Activation;
  /** Probability that a dense hidden unit is left out in a training step. Default 0. */
  readonly dropout?: number;
  /** Default "he". */
  readonly initialization?: Initialization;
}

/** A convolution along a sequence, as `torch.nn.Conv1d` does it. */
export interface Convolution1dSpec {
  /** Its channels. */
  readonly filters: number;
  /** Points that a filter covers. */
  readonly width: number;
  /** Points from one place of a filter to the next. Default 1. */
  readonly stride?: number;
  /** Zeros beyond each end of the sequence. Default 0. */
  readonly padding?: number;
}

/**
 * Convolutions along a sequence, each followed by the activation, and dense layers. Examples have the shape `[length]`, or
 * `[1, length, channels]`. There is no pooling: strides shorten the sequence.
 */
export interface Cnn1dSpec {
  readonly kind: "cnn1d";
  readonly convolutions: readonly Convolution1dSpec[];
  /** Units of the dense hidden layers after the last convolution. Default none. */
  readonly hidden?: readonly number[];
  /** Default "relu". */
  readonly activation?: Activation;
  /** Probability that a dense hidden unit is left out in a training step. Default 0. */
  readonly dropout?: number;
  /** Default "he". */
  readonly initialization?: Initialization;
}

/** The architecture of a network, told apart by `kind`. Its input and its outputs come from the data. */
export type ModelSpec = LinearSpec | MlpSpec | CnnSpec | Cnn1dSpec;

/** `crossEntropy`: softmax cross-entropy from logits. `meanSquaredError`: against one-hot targets, averaged over the classes, or against the standardised real target. */
export type LossSpec =
  | {
      readonly kind: "crossEntropy";
      /** Share of the target that is spread over all classes (Szegedy et al. 2016). Default 0. */
      readonly labelSmoothing?: number;
    }
  | { readonly kind: "meanSquaredError" };

/** Settings that Adam and AdamW share (Kingma & Ba 2015). */
export interface AdamSpec {
  readonly learningRate: number;
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /**
   * Holds β2's half-life in examples instead of steps: at batch size B, β2 is raised to the power
   * B / batchSize (Marek et al. 2025, 2507.07101).
   */
  readonly beta2Reference?: { readonly batchSize: number };
}

/** Update rules, in PyTorch's definitions. */
export type OptimizerSpec =
  | { readonly kind: "sgd"; readonly learningRate: number }
  | {
      readonly kind: "momentum" | "nesterov";
      readonly learningRate: number;
      /** Default 0.9. */
      readonly momentum?: number;
    }
  | {
      readonly kind: "rmsprop";
      readonly learningRate: number;
      /** Share of the old mean square that a step keeps. Default 0.99. */
      readonly decay?: number;
      /** Default 1e-8. */
      readonly epsilon?: number;
      /** Default 0. */
      readonly momentum?: number;
    }
  | ({ readonly kind: "adam" } & AdamSpec)
  | ({
      readonly kind: "adamw";
      /** Decoupled: a step first shrinks every parameter by learningRate · weightDecay. Default 0.01. */
      readonly weightDecay?: number;
    } & AdamSpec);

/** How the learning rate, or instead the batch size, changes during a run. */
export type Schedule =
  | { readonly kind: "constant" }
  /** The rate is multiplied by `factor` after every `every` epochs or steps. */
  | {
      readonly kind: "step";
      readonly every: number;
      readonly factor: number;
      readonly unit: "epochs" | "steps";
    }
  /** Half a cosine over the budget, from the rate to `final` times it (default 0; Loshchilov & Hutter 2017). */
  | { readonly kind: "cosine"; readonly final?: number }
  /**
   * The batch size is multiplied by `factor` after every `every` epochs; once it is n, the rate is
   * divided instead (Smith et al. 2018, 1711.00489).
   */
  | { readonly kind: "raiseBatch"; readonly every: number; readonly factor: number };

/** A length of training, in passes over the data or in steps. */
export type Span = { readonly epochs: number } | { readonly steps: number };
