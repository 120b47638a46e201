import type { Condition } from "./claim.js";
import { CLAIMS } from "./claims.js";
import { type Figures, numberAndInterval } from "./figures.js";
import { HEADLINES } from "./headlines.js";
import type { LedgerCondition, LedgerRow } from "./ledger.js";
import { inWords } from "./units.js";

/** A claim's one number and what it says. Before it is measured the number and the interval are empty. */
export interface Headline extends Figures {
  /** What the number says, in one sentence. */
  readonly sentence: string;
  /** The same with the interval beside the number. */
  readonly sentenceWithInterval: string;
}

/** The headline of a claim, computed from its figures: it names the side that has more as the one that has. */
export function headline({ id, conditions }: LedgerRow): Headline {
  const { condition: name, sides, sentence } = HEADLINES[id];
  const condition = CLAIMS[id].conditions[name];
  const found = conditions.find((row) => row.condition === name);
  if (found === undefined) {
    const untested = `Not yet measured: notebook ${condition.notebook} does.`;
    return { number: "", interval: "", sentence: untested, sentenceWithInterval: untested };
  }
  const turned = sides !== undefined && found.effect < 0;
  const shown = numberAndInterval(turned ? turnedRound(found) : found);
  const [more, less] = turned ? [sides[1], sides[0]] : (sides ?? ["", ""]);
  const named = sentence.replace("{more}", more).replace("{less}", less);
  const say = (amount: string): string =>
    qualified(named.replace("{amount}", amount), found, condition);
  return {
    ...shown,
    sentence: say(shown.number),
    sentenceWithInterval: say(`${shown.number} ${shown.interval}`.trim()),
  };
}

/** The other side's lead over this one. */
function turnedRound({ effect, low, high, ...rest }: LedgerCondition): LedgerCondition {
  return { ...rest, effect: -effect, low: -high, high: -low };
}

/** The sentence with what keeps its number from being an effect that matters, if anything does. */
function qualified(
  said: string,
  { low, high, n, verdict, afterHolm, p }: LedgerCondition,
  { says, smallest, unit }: Condition,
): string {
  const matters = inWords(smallest, unit);
  if (low === high && p !== null)
    return `All ${n} values are equal, so there is no interval: ${said}.`;
  const sentence = `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
  if (verdict !== afterHolm) return `${sentence}, not settled after Holm's correction.`;
  if (verdict === "not settled")
    return low <= 0 && high >= 0
      ? `No difference found, and none ruled out: ${said}.`
      : `${sentence}; whether by enough to matter (${matters}) is not settled.`;
  const little = says === "equal" ? "supported" : "too small to matter";
  return verdict === little
    ? `${sentence}, too small to matter (under ${matters}).`
    : `${sentence}.`;
}
