import type { Estimate } from "../../stats/estimate.js";
import type { AmountUnit } from "../amount.js";

/** The papers whose figures are measured here, in the table's order. */
export const PAPER_IDS = [
  "mnist1d",
  "mastersLuschi",
  "marek",
  "goyal",
  "hoffer",
  "cohen",
  "keskar",
  "mccandlish",
  "shallue",
] as const;

/** The short name of a paper. */
export type PaperId = (typeof PAPER_IDS)[number];

/** The names of each paper's figures. */
export interface PaperFigures {
  readonly mnist1d: "logistic" | "mlp" | "cnn";
  readonly mastersLuschi: "digits" | "noisyLabels" | "mnist1d";
  readonly marek: "repair";
  readonly goyal: "unscaled" | "scaled" | "unscaledMnist1d" | "scaledMnist1d";
  readonly hoffer: "lost" | "left";
  readonly cohen: "sharpness";
  readonly keskar: "batchNorm";
  readonly mccandlish: "criticalSize" | "noiseScale";
  readonly shallue: "perfect" | "diminishing" | "plateau";
}

/** Our estimates beside a paper's figures, by their names, each in the figure's unit; at least one. */
export type PaperOurs<Id extends PaperId> = Readonly<Partial<Record<PaperFigures[Id], Estimate>>>;

/** A published figure, and the rule by which ours agrees with it. */
export interface PaperFigure<Name extends string = string> {
  /** What is compared, in one phrase that names the direction. */
  readonly what: string;
  /** The figure in print, as a reader takes it. */
  readonly published: string;
  readonly unit: AmountUnit;
  /**
   * Ours agrees if its whole interval lies from the one to the other, and differs if all of it lies outside; ends
   * may be infinite.
   */
  readonly agrees: readonly [from: number, to: number];
  /** Without this other figure's agreement there is nothing to compare. */
  readonly needs?: Name;
}

/** A paper, and what is compared with it. */
export interface Paper<Name extends string = string> {
  readonly authors: string;
  readonly year: number;
  readonly arXiv: string;
  /** Where in the paper the figures stand. */
  readonly where: string;
  /** What the paper says, in one sentence. */
  readonly says: string;
  /** Number of the notebook that measures ours, as in "01". */
  readonly notebook: string;
  readonly figures: Readonly<Record<Name, PaperFigure<Name>>>;
  /** What differs in the set-up, in one sentence. */
  readonly differs: string;
  /** The day on which the rules were written down. */
  readonly since: string;
}

/** What a comparison comes to. */
export type PaperVerdict = "agrees" | "differs" | "not settled" | "not comparable";
