import type { Advice } from "../advice.js";
import { rateText } from "../numbers.js";

interface Names {
  readonly keras: string;
  readonly torch: string;
  /** Arguments beside the rate, where the libraries' defaults differ from what was trained. */
  readonly kerasMore?: string;
  readonly torchMore?: string;
}

const NAMES: Readonly<Record<string, Names>> = {
  sgd: { keras: "SGD", torch: "SGD" },
  momentum: { keras: "SGD", torch: "SGD", kerasMore: "momentum=0.9", torchMore: "momentum=0.9" },
  nesterov: {
    keras: "SGD",
    torch: "SGD",
    kerasMore: "momentum=0.9, nesterov=True",
    torchMore: "momentum=0.9, nesterov=True",
  },
  rmsprop: { keras: "RMSprop", torch: "RMSprop", kerasMore: "rho=0.99, epsilon=1e-8" },
  adam: { keras: "Adam", torch: "Adam", kerasMore: "epsilon=1e-8" },
  adamw: {
    keras: "AdamW",
    torch: "AdamW",
    kerasMore: "weight_decay=0.01, epsilon=1e-8",
  },
};

/** Lines that set the recommended size and rate, by what they are for: libraries, or the reader's program. */
export function readyLines({
  optimizer,
  batchSize,
  learningRate,
  command,
}: Pick<Advice, "optimizer" | "batchSize" | "learningRate"> &
  Partial<Pick<Advice, "command">>): Readonly<Record<string, readonly string[]>> {
  if (command) return { "Your program": [command] };
  const rate = rateText(learningRate);
  const { keras, torch, kerasMore, torchMore } = NAMES[optimizer] ?? NAMES["sgd"];
  const more = (text: string | undefined): string => (text === undefined ? "" : `, ${text}`);
  const torchOptimizer = `torch.optim.${torch}(PARAMETERS, lr=${rate}${more(torchMore)})`;
  const loader = `DataLoader(train_set, batch_size=${batchSize}, shuffle=True)`;
  return {
    Keras: [
      `optimizer = keras.optimizers.${keras}(learning_rate=${rate}${more(kerasMore)})`,
      `model.fit(x, y, batch_size=${batchSize})`,
    ],
    PyTorch: [
      `loader = ${loader}`,
      `optimizer = ${torchOptimizer.replace("PARAMETERS", "model.parameters()")}`,
    ],
    Lightning: [
      `def train_dataloader(self): return ${loader}`,
      `def configure_optimizers(self): return ${torchOptimizer.replace("PARAMETERS", "self.parameters()")}`,
    ],
    batchwise: [
      `{ optimizer: { kind: "${optimizer}", learningRate: ${rate} }, batchSize: ${batchSize} }`,
    ],
  };
}
