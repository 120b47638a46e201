import { refuse } from "../check.js";
import { CLAIM_IDS } from "./claim.js";
import type { ClaimRow } from "./claimRow.js";
import type { Finding } from "./finding.js";
import { recordClaim } from "./recordClaim.js";

const WHO = "readClaimRow";

/**
 * The row that a notebook recorded, from its output's JSON. Only the figures and their place are taken from
 * it: claim, rule and verdict are computed anew, so a file cannot carry a verdict that its figures do not.
 */
export function readClaimRow(json: unknown): ClaimRow {
  const row = fields(json, "the row");
  const { conditions } = row;
  if (!Array.isArray(conditions)) refuse(WHO, "conditions must be an array", conditions);
  const id = CLAIM_IDS.find((candidate) => candidate === row["id"]);
  if (id === undefined) refuse(WHO, `id must be one of ${CLAIM_IDS.join(", ")}`, row["id"]);
  const findings = conditions.map((value: unknown): [string, Finding] => {
    const condition = fields(value, "every condition");
    return [
      text(condition, "condition"),
      {
        estimate: number(condition, "effect"),
        low: number(condition, "low"),
        high: number(condition, "high"),
        level: number(condition, "level"),
        n: number(condition, "n"),
        smallestDetectable:
          condition["smallestDetectable"] === null ? null : number(condition, "smallestDetectable"),
        ...(condition["overlap"] === undefined ? {} : { overlap: number(condition, "overlap") }),
      },
    ];
  });
  return recordClaim(id, {
    notebook: text(row, "notebook"),
    anchor: text(row, "anchor"),
    findings: Object.fromEntries(findings),
  });
}

function fields(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) refuse(WHO, `${what} must be an object`, value);
  return Object.fromEntries(Object.entries(value));
}

function text(from: Readonly<Record<string, unknown>>, key: string): string {
  const value = from[key];
  return typeof value === "string" ? value : refuse(WHO, `${key} must be text`, value);
}

function number(from: Readonly<Record<string, unknown>>, key: string): number {
  const value = from[key];
  return typeof value === "number" ? value : refuse(WHO, `${key} must be a number`, value);
}
