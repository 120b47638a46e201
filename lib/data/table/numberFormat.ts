import type { ThousandsMark } from "./options.js";

/** How numbers are written. */
export interface NumberFormat {
  /** The mark before decimals. */
  readonly decimal: "." | ",";
  /** The mark between thousands, `""` for none. */
  readonly thousands: ThousandsMark | "";
}

/** A number's spelling without what stands around the digits. */
interface Spelling {
  /** The digits with their marks, a sign before them where it is negative. */
  readonly core: string;
  /** A sign of a currency or of per cent, `""` for none. */
  readonly unit: string;
  readonly minus: "" | "(…)" | "−";
}

/** Texts as numbers. */
export interface Numbers {
  readonly format: NumberFormat;
  readonly values: readonly number[];
  /** The unit sign that all texts bear. */
  readonly unit: string;
  /** The form of minus other than "-", where there is one, and a text that has it. */
  readonly minus?: { readonly text: string; readonly value: number };
  /** A text with marks between thousands, where there is one. */
  readonly grouped?: { readonly text: string; readonly value: number };
  /** Whether some text shows the decimal mark. */
  readonly showsDecimal: boolean;
}

const SPACES = " \\u00a0\\u2009\\u202f";
const UNIT = "[$€£¥₹₽₩%‰]|EUR|USD|GBP|CHF|JPY|Fr\\.|kr";
const AROUND: RegExp = new RegExp(
  `^(?<open>\\()?(?<sign>[-+−])?(?:(?<before>${UNIT})[${SPACES}]*)?(?<inner>[-+−])?(?<core>[^()]*?)(?:[${SPACES}]*(?<after>${UNIT}))?(?<close>\\))?$`,
  "u",
);

const MARKS: Readonly<Record<ThousandsMark, string>> = {
  ",": ",",
  ".": "\\.",
  " ": `[${SPACES}]`,
  "'": "['’]",
  _: "_",
};
const THOUSANDS: readonly (ThousandsMark | "")[] = ["", ",", ".", " ", "'", "_"];

function spelling(text: string): Spelling | undefined {
  const parts = AROUND.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { open, close, sign, inner, before, after, core } = parts;
  if ((open === undefined) !== (close === undefined)) return undefined;
  if ((sign !== undefined && inner !== undefined) || (before !== undefined && after !== undefined))
    return undefined;
  const given = sign ?? inner;
  if (open !== undefined && given !== undefined) return undefined;
  const minus = open !== undefined ? "(…)" : given === "−" ? "−" : "";
  const negative = open !== undefined || given === "-" || given === "−";
  return { core: `${negative ? "-" : ""}${core}`, unit: before ?? after ?? "", minus };
}

/** One format's numbers: a group of up to three digits, then groups of three, or digits without marks. */
function pattern({ decimal, thousands }: NumberFormat): RegExp {
  const point = decimal === "." ? "\\." : ",";
  const grouped = thousands === "" ? "" : `|\\d{1,3}(?:${MARKS[thousands]}\\d{3})+`;
  return new RegExp(`^-?(?:(?:\\d+${grouped})(?:${point}\\d*)?|${point}\\d+)(?:[eE][+-]?\\d+)?$`);
}

function numbersIn(
  texts: readonly string[],
  spellings: readonly Spelling[],
  format: NumberFormat,
): Numbers | undefined {
  const { decimal, thousands } = format;
  const shape = pattern(format);
  if (!spellings.every(({ core }) => shape.test(core))) return undefined;
  const mark = thousands === "" ? undefined : new RegExp(MARKS[thousands], "g");
  const plain = spellings.map(({ core }) => {
    const whole = mark === undefined ? core : core.replace(mark, "");
    return decimal === "." ? whole : whole.replace(",", ".");
  });
  const values = plain.map(Number);
  const at = (i: number): { text: string; value: number } | undefined =>
    i < 0 ? undefined : { text: texts[i], value: values[i] };
  const minus = at(spellings.findIndex((each) => each.minus !== ""));
  const grouped = at(
    spellings.findIndex(({ core }) => mark !== undefined && core.search(mark) >= 0),
  );
  return {
    format,
    values,
    unit: spellings[0]?.unit ?? "",
    showsDecimal: spellings.some(({ core }) => core.includes(decimal)),
    ...(minus && { minus }),
    ...(grouped && { grouped }),
  };
}

/** The ways to read all of the texts as numbers, one for each decimal mark at most, or none. */
export function readNumbers(
  texts: readonly string[],
  {
    decimal,
    thousands,
  }: {
    readonly decimal?: "." | "," | undefined;
    readonly thousands?: ThousandsMark | "" | undefined;
  },
): readonly Numbers[] {
  const spellings: Spelling[] = [];
  for (const text of texts) {
    const found = spelling(text);
    if (
      found === undefined ||
      !/\d/.test(found.core) ||
      found.unit !== (spellings[0] ?? found).unit
    )
      return [];
    spellings.push(found);
  }
  const found: Numbers[] = [];
  for (const point of decimal === undefined ? ([".", ","] as const) : [decimal])
    for (const mark of thousands === undefined ? THOUSANDS : [thousands]) {
      if (mark === point) continue;
      const numbers = numbersIn(texts, spellings, { decimal: point, thousands: mark });
      if (numbers === undefined) continue;
      found.push(numbers);
      break;
    }
  // Where both marks read the same numbers, the point.
  return found.length === 2 && found[0].values.every((value, i) => value === found[1].values[i])
    ? found.slice(0, 1)
    : found;
}

/** Whether a text looks like some number, in whatever format. */
export function looksNumeric(text: string): boolean {
  const core = spelling(text)?.core;
  return (
    core !== undefined &&
    /^-?[\d.,' _\u00a0\u2009\u202f’]*(?:[eE][+-]?\d+)?$/.test(core) &&
    /\d/.test(core)
  );
}
