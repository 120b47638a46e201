import { refuse, show } from "../../check.js";
import type { NumberArray } from "./matrix.js";

/** A class's name. One model's labels are all numbers or all strings. */
export type Label = number | string;

/** Labels of examples, in their order. */
export type Labels = readonly Label[] | NumberArray;

/** So many classes are never too many. */
const FEW_CLASSES = 20;

export function isLabels(y: unknown): y is Labels {
  return Array.isArray(y) || (ArrayBuffer.isView(y) && "length" in y);
}

function checkLabel(who: string, label: unknown, first: unknown, where: string): Label {
  const usable = typeof label === "string" || (typeof label === "number" && Number.isFinite(label));
  if (!usable) refuse(who, `${where} must be a finite number or a string`, label);
  if (typeof label !== typeof first)
    refuse(
      who,
      `labels must be all numbers or all strings: ${where} must be like ${show(first)}`,
      label,
    );
  return label;
}

/** The different labels: numbers by value, strings by code unit. */
export function classesOf(who: string, y: Labels): Label[] {
  const found = new Set<Label>();
  for (let i = 0; i < y.length; i++) found.add(checkLabel(who, y[i], y[0], `label ${i}`));
  return sortLabels([...found]);
}

/**
 * Fails on labels that are measurements and no classes: numbers that are not all whole, as scikit-learn refuses
 * them ("Unknown label type: continuous"), and labels that hardly occur twice.
 */
export function checkDiscrete(who: string, y: Labels): void {
  for (let i = 0; i < y.length; i++)
    if (typeof y[i] === "number" && !Number.isInteger(y[i]))
      refuse(
        who,
        `labels must be classes, not real values: label ${i} must be a whole number or a string ` +
          "(make classes of ranges of the values, or strings of values that are names; regression is not supported)",
        y[i],
      );
  // A class of one example cannot be checked on another; the few classes of a small example may be so.
  const found = new Set<Label>(y).size;
  if (found > FEW_CLASSES && found > y.length / 2)
    refuse(
      who,
      `labels must be classes of at least two examples on average: the ${y.length} labels must have at most ` +
        `${Math.max(FEW_CLASSES, Math.floor(y.length / 2))} different values (are they numbers to predict, or names of the examples?)`,
      found,
    );
}

/** Announced classes, checked and in order: at least two, all different. */
export function checkClasses(who: string, classes: readonly Label[]): Label[] {
  if (!Array.isArray(classes) || classes.length < 2)
    refuse(who, "classes must be an array of at least two labels", classes);
  for (let i = 0; i < classes.length; i++) checkLabel(who, classes[i], classes[0], `class ${i}`);
  if (new Set(classes).size < classes.length)
    refuse(who, "classes must be all different", classes.map(show).join(", "));
  return sortLabels([...classes]);
}

function sortLabels(labels: Label[]): Label[] {
  return labels.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Every label's position in `classes`, as float64 for the kernels. */
export function encode(who: string, y: Labels, classes: readonly Label[]): Float64Array {
  const ids = new Map(classes.map((label, id) => [label, id]));
  const encoded = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) {
    const id = ids.get(y[i]);
    if (id === undefined)
      refuse(who, `label ${i} must be one of the classes ${classes.map(show).join(", ")}`, y[i]);
    encoded[i] = id;
  }
  return encoded;
}
