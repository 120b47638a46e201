import type { Displayable } from "../../display.js";
import type { Figure } from "../../plot/figure.js";
import type { Advice } from "../advice.js";
import { changes, reasons, sentence } from "../answer/adviceText.js";
import { readyLines } from "../answer/readyLines.js";
import { metricWords } from "../metric.js";
import { secondsText } from "../numbers.js";
import type { Plan } from "../plan/plan.js";
import { adviceEvidence } from "./adviceEvidence.js";
import type { Evidence } from "./evidence.js";
import { plannedInAll, planTable } from "./planTable.js";
import { sizeTable } from "./sizeTable.js";

/** A part of a page; all texts are plain, so a page has to escape them. */
export type ReportPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "code"; readonly name: string; readonly lines: readonly string[] }
  | { readonly kind: "figure"; readonly figure: Figure }
  | {
      readonly kind: "table";
      readonly table: Displayable;
      /** Whether a narrow page shows each row from top to bottom. */
      readonly stacks: boolean;
    };

/** A section of the report, in the order of the page. */
export interface ReportSection {
  readonly heading: string;
  readonly parts: readonly ReportPart[];
}

/**
 * What the report on an answer holds below the answer itself (`answerText`): the sizes, why, what would change it, the
 * notes, the plan and its cost, lines to copy, how to repeat it.
 * @param repeat the command that repeats the plan
 */
export function adviceSections(
  advice: Advice,
  { plan, repeat }: { readonly plan: Plan; readonly repeat: string },
): ReportSection[] {
  const sizes = sizeTable(advice);
  const all: ReportSection[] = [
    {
      heading: "The sizes",
      parts: sizes ? [{ kind: "table", table: sizes, stacks: true }, legend(advice)] : [],
    },
    { heading: "Why", parts: why(advice) },
    { heading: "What would change it", parts: [list(changes(advice))] },
    { heading: "Notes", parts: advice.notes.length > 0 ? [list(advice.notes)] : [] },
    { heading: "The plan and its cost", parts: cost(advice, plan) },
    { heading: "To copy", parts: lines(advice) },
    { heading: "To repeat it", parts: repetition(advice, repeat) },
  ];
  return all.filter(({ parts }) => parts.length > 0);
}

function legend({ sizes, metric, label, command }: Advice): ReportPart {
  const edge = sizes.filter(({ inside }) => !inside).map(({ batchSize }) => batchSize);
  const { name, unit } = metricWords(metric);
  const missed = sizes.some(({ stepsToTarget }) => stepsToTarget === null);
  return text(
    [
      `The ${name} is of validation, on which rates were tuned: it favours all sizes alike. The differences are of ${command === null ? "examples that were not tuned with" : "seeds that tuned nothing"}, at frozen rates.`,
      unit === "%" ? "" : `The ${name} is in ${unit}: less is better.`,
      label ? `That deviation is ${Number(label.deviation.toPrecision(3))}.` : "",
      missed ? "Missed: not every run came down to the target loss." : "",
      edge.length > 0
        ? `At ${edge.join(", ")} the best rate lies at the edge of those that were tried.`
        : "",
    ]
      .filter(Boolean)
      .join(" "),
  );
}

function why(advice: Advice): ReportPart[] {
  const { contrasts, rates, losses, search, speed, scale } = adviceEvidence(advice);
  const compared = advice.sizes.length > 1;
  return [
    list(reasons(advice)),
    ...shown(contrasts),
    ...shown(compared ? rates : search),
    ...(compared ? shown(losses) : []),
    ...shown(speed),
    ...shown(scale),
  ];
}

/** A figure with the sentences that read it; nothing where there is nothing to draw. */
function shown({ figure, says }: Evidence): ReportPart[] {
  return figure === null ? [] : [{ kind: "figure", figure }, text(says)];
}

function cost(advice: Advice, { request }: Plan): ReportPart[] {
  const { trainings, seconds } = plannedInAll(advice);
  const limit = request.budget.seconds;
  const more = advice.trainings - trainings;
  const saved = more > 0 ? `${more} more, where a search had to widen` : `${-more} fewer`;
  return [
    text(
      `Planned were about ${trainings} trainings and ${secondsText(seconds)}, ${limit === undefined ? "without a limit of time" : `with a limit of ${secondsText(limit)}`}; used were ${advice.trainings} and ${secondsText(advice.seconds)}${more === 0 ? "" : `, ${saved}`}.`,
    ),
    { kind: "table", table: planTable(advice), stacks: false },
  ];
}

function lines(advice: Advice): ReportPart[] {
  return [
    text("A click marks a block as a whole."),
    ...Object.entries(readyLines(advice)).map(
      ([name, code]): ReportPart => ({ kind: "code", name, lines: code }),
    ),
  ];
}

function repetition({ command }: Advice, repeat: string): ReportPart[] {
  return [
    { kind: "code", name: "Terminal", lines: [repeat] },
    text(
      `It repeats the same trainings, whatever the clock says: ${command === null ? "bit for bit, on the same machine" : "whether with the same results is up to your program"}. What is finished is kept in the journal beside this page; advice.json holds every number that stands here.`,
    ),
  ];
}

function text(words: string): ReportPart {
  return { kind: "text", text: words };
}

function list(phrases: readonly string[]): ReportPart {
  return { kind: "list", items: phrases.map((phrase) => `${sentence(phrase)}.`) };
}
