import { numberBetween, oneOf, positiveInteger, refuse } from "../check.js";
import type { DescribedPreparation, Preparation, PreparationName } from "./preparation.js";
import { freshMnist1d, wrongLabels } from "./tasks.js";

/** A preparation as plain JSON, by which a thread or a worker of a queue makes it again. */
export type PlainPreparation = PreparationName | Pick<DescribedPreparation, "kind" | "parameters">;

const MOST_EXAMPLES = 1_000_000;

/** What makes a preparation again. Fails for one that is neither a name nor that of one of `tasks`. */
export function plainPreparation(who: string, prepare: Preparation): PlainPreparation {
  if (typeof prepare === "string") return prepare;
  const { described, name } = prepare;
  if (described === undefined || described.data !== undefined)
    refuse(who, "prepare must be a name or that of one of tasks", name);
  const { kind, parameters } = described;
  return { kind, parameters };
}

/** The preparation again; each call makes another, which keeps what it draws for as long as it is kept itself. */
export function preparationAgain(who: string, plain: PlainPreparation): Preparation {
  if (typeof plain === "string") return plain;
  const { kind, parameters } = plain;
  if (oneOf(who, "prepare.kind", kind, ["wrongLabels", "freshMnist1d"]) === "wrongLabels")
    return wrongLabels();
  const examples = positiveInteger(who, "examples", parameters["examples"]);
  return freshMnist1d(numberBetween(who, "examples", examples, 1, MOST_EXAMPLES));
}
