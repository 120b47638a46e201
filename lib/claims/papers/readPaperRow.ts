import { refuse } from "../../check.js";
import { fieldsOf } from "../readFigures.js";
import type { PaperRow } from "./paperRow.js";
import { paperRow } from "./recordPaper.js";

const WHO = "readPaperRow";

/**
 * The comparison that a notebook recorded, from its output's JSON. Only our figures and their place are taken from
 * it: what is in print, the rule and what it comes to are written anew.
 */
export function readPaperRow(json: unknown): PaperRow {
  const { id, notebook, anchor, figures } = fieldsOf(WHO, "the row", json);
  if (!Array.isArray(figures)) refuse(WHO, "figures must be an array", figures);
  const ours = figures.map((value: unknown): [string, unknown] => {
    const { name, ours: own } = fieldsOf(WHO, "every figure", value);
    return [typeof name === "string" ? name : refuse(WHO, "name must be text", name), own];
  });
  return paperRow(WHO, id, { notebook, anchor, ours: Object.fromEntries(ours) });
}
