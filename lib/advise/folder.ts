import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isPlanFor } from "./plan/makePlan.js";
import type { Plan } from "./plan/plan.js";
import type { Settings } from "./settings.js";
import type { Trainer } from "./trainer.js";

/** The plan that an earlier call for the same request left in the folder: its journal holds what that call finished. */
export function keptPlan(
  folder: string | undefined,
  trainer: Trainer,
  settings: Settings,
): Plan | undefined {
  if (folder === undefined) return undefined;
  const file = join(folder, "plan.json");
  if (!existsSync(file)) return undefined;
  try {
    const plan: unknown = JSON.parse(readFileSync(file, "utf8"));
    // One that did not fit may fit by now: the machine was busy, or is another.
    return isPlanFor(plan, trainer, settings) && plan.fits ? plan : undefined;
  } catch {
    return undefined; // Of a call that died while it wrote, or of another program.
  }
}

/** Writes a file into the folder, if there is one: whole or not at all. */
export function writeJson(folder: string | undefined, name: string, value: unknown): void {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const part = join(folder, `${name}.${process.pid}.part`);
  writeFileSync(part, `${JSON.stringify(value, null, 1)}\n`);
  renameSync(part, join(folder, name));
}
