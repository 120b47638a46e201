import { amount } from "../amount.js";
import type { Shown } from "../rounding.js";
import type {
  Advice,
  CappedBatch,
  LeadOf32,
  MoreUpdates,
  PracticeStatus,
  SquareRootRule,
} from "./practice.js";
import { POINTS } from "./rules.js";
import { listed, sideOf, staysBelow, together } from "./side.js";

/** An estimate in points. */
function points(figure: Shown): string {
  return amount(figure, "points", [0, POINTS, -POINTS]);
}

/** The same with its sign turned round. */
function negative({ estimate, low, high }: Shown): Shown {
  return { estimate: 0 - estimate, low: 0 - high, high: 0 - low };
}

/** What is lost, or gained where that is below zero. */
function loses(lost: Shown): string {
  return lost.estimate < 0 ? `gains ${points(negative(lost))}` : `loses ${points(lost)}`;
}

/** How far 32 is ahead of a size, or behind it. */
function ahead(lead: Shown, size: string): string {
  return lead.estimate < 0
    ? `${points(negative(lead))} behind ${size}`
    : `${points(lead)} ahead of ${size}`;
}

/** For each status the names of the entries that have it. */
function byStatus<T>(
  entries: readonly T[],
  status: (entry: T) => PracticeStatus,
  name: (entry: T) => string,
): Readonly<Record<PracticeStatus, readonly string[]>> {
  const names = (wanted: PracticeStatus): string[] =>
    entries.filter((entry) => status(entry) === wanted).map(name);
  return {
    holds: names("holds"),
    "not settled": names("not settled"),
    "does not hold": names("does not hold"),
  };
}

/** Where to start at a number of epochs. */
export function epochsAdvice(leads: readonly LeadOf32[]): Advice {
  const statusOf = ({ overBest }: LeadOf32): PracticeStatus => {
    const side = sideOf(overBest, -POINTS);
    return side === "above" ? "holds" : side === "below" ? "does not hold" : "not settled";
  };
  const others = leads.filter((lead) => statusOf(lead) === "does not hold");
  const sizes = [...new Set(others.map(({ best }) => best))].sort((a, b) => a - b);
  const open = byStatus(leads, statusOf, ({ task }) => task)["not settled"];
  const everywhere = others.length === leads.length && sizes.length === 1;
  const start = everywhere ? sizes[0] : 32;
  const instead = everywhere
    ? []
    : sizes.map((size) => {
        const tasks = others.filter(({ best }) => best === size).map(({ task }) => task);
        return `, and at ${size} on ${listed(tasks)}`;
      });
  const doubt =
    open.length === 0
      ? ""
      : ` Whether another size is more than ${POINTS} points ahead of 32 is not settled on ${listed(open)}.`;
  return {
    status: together(leads.map(statusOf)),
    advice: `Start at ${start}${instead.join("")}. Tune the rate in factors of two until the best lies between two others, then try ${start / 4} and ${start * 4}.${doubt}`,
    evidence: leads.map((lead) => ({
      of: lead.task,
      n: lead.overBest.n,
      status: statusOf(lead),
      figure: `32 is ${ahead(lead.overBest, `the size of the lowest validation loss in each repeat, on average ${lead.best}`)}`,
      more: [ahead(lead.over8, "8"), ahead(lead.over128, "128")],
    })),
  };
}

/** How the rate follows a new batch size. */
export function changingAdvice(rules: readonly SquareRootRule[]): Advice {
  const statusOf = ({ lost }: SquareRootRule): PracticeStatus => staysBelow(lost, POINTS);
  const {
    holds,
    "not settled": open,
    "does not hold": fails,
  } = byStatus(rules, statusOf, ({ optimizer }) => optimizer);
  const said = [
    ...(holds.length === 0
      ? []
      : [
          `${listed(holds)}: multiply the rate by √(new size ÷ old size), then try ½, 1 and 2 times that.`,
        ]),
    ...(open.length === 0
      ? []
      : [
          `${listed(open)}: start from the same three rates; whether they cost less than ${POINTS} points is not settled.`,
        ]),
    ...(fails.length === 0
      ? []
      : [
          `${listed(fails)}: tune the rate anew; the √ rule with ½, 1 and 2 loses more than ${POINTS} points.`,
        ]),
  ];
  return {
    status: together(rules.map(statusOf)),
    advice: said.join(" "),
    evidence: rules.map((rule) => ({
      of: rule.optimizer,
      n: rule.lost.n,
      status: statusOf(rule),
      figure: `the best of the three rates ${loses(rule.lost)}`,
      more: [
        `one of the three is the tuned rate in ${amount(rule.holds, "share", [])} of ${rule.holds.n} cells`,
      ],
    })),
  };
}

/** What to do where a batch does not fit. */
export function memoryAdvice(capped: readonly CappedBatch[]): Advice {
  const statusOf = ({ lost }: CappedBatch): PracticeStatus => staysBelow(lost, POINTS);
  const { "not settled": open, "does not hold": fails } = byStatus(
    capped,
    statusOf,
    ({ task }) => task,
  );
  const doubts = [
    ...(open.length === 0
      ? []
      : [` Whether that costs less than ${POINTS} points is not settled on ${listed(open)}.`]),
    ...(fails.length === 0
      ? []
      : [
          ` On ${listed(fails)} that costs more than ${POINTS} points: tune the rate for the smaller batch.`,
        ]),
  ];
  return {
    status: together(capped.map(statusOf)),
    advice: `Take the largest batch that fits, and its rate by the √ rule.${doubts.join("")}`,
    evidence: capped.map((cap) => ({
      of: cap.task,
      n: cap.lost.n,
      status: statusOf(cap),
      figure: `8 in place of 32, at the rate of the √ rule, ${loses(cap.lost)}`,
      more: [],
    })),
  };
}

/** What to do where a larger batch has lost accuracy. */
export function updatesAdvice(tasks: readonly MoreUpdates[]): Advice {
  const statusOf = ({ lost, regained }: MoreUpdates): PracticeStatus => {
    const [cost, gain] = [sideOf(lost, POINTS), sideOf(regained, POINTS)];
    if (cost === "below" || gain === "below") return "does not hold";
    return cost === "above" && gain === "above" ? "holds" : "not settled";
  };
  const { "not settled": open } = byStatus(tasks, statusOf, ({ task }) => task);
  const nothing = tasks.filter((task) => statusOf(task) === "does not hold");
  const cheap = nothing.filter(({ lost }) => sideOf(lost, POINTS) === "below");
  const little = nothing.filter((task) => !cheap.includes(task));
  const names = (some: readonly MoreUpdates[]): string => listed(some.map(({ task }) => task));
  const doubts = [
    ...(open.length === 0
      ? []
      : [` Whether that gives back more than ${POINTS} points is not settled on ${listed(open)}.`]),
    ...(cheap.length === 0
      ? []
      : [
          ` On ${names(cheap)} the larger batch loses less than ${POINTS} points: nothing is to be regained.`,
        ]),
    ...(little.length === 0
      ? []
      : [` On ${names(little)} more updates give back less than ${POINTS} points.`]),
  ];
  return {
    status: together(tasks.map(statusOf)),
    advice: `Is the validation loss still falling? Then train for more updates.${doubts.join("")}`,
    evidence: tasks.map((task) => ({
      of: task.task,
      n: task.regained.n,
      status: statusOf(task),
      figure: `as many updates as before give back ${points(task.regained)}`,
      more: [`512 in place of 32 at equal epochs ${loses(task.lost)}`],
    })),
  };
}
