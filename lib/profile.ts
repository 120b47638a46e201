import { oneOf, refuse } from "./check.js";

/** How much a notebook computes: CI in minutes, the published report, or overnight. */
export type ProfileName = "quick" | "standard" | "full";

const NAMES: readonly ProfileName[] = ["quick", "standard", "full"];

/**
 * The settings of the profile that this run was asked for, by `{"profile": "standard"}` in the environment
 * variable NB_PARAMS; without it, `quick`. The profile changes seeds and grids, never the code.
 * @example
 * ```ts
 * import { chooseProfile } from "batchwise";
 *
 * const { seeds, profile } = chooseProfile({
 *   quick: { seeds: [0, 1] },
 *   standard: { seeds: [0, 1, 2, 3, 4] },
 *   full: { seeds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
 * });
 * console.log(profile, seeds); // quick [ 0, 1 ]
 * ```
 */
export function chooseProfile<T extends object>(
  settings: Readonly<Record<ProfileName, T>>,
): T & { readonly profile: ProfileName } {
  const text = process.env["NB_PARAMS"] ?? "{}";
  const profile = oneOf(
    "chooseProfile",
    "NB_PARAMS.profile",
    readParameters(text).profile ?? "quick",
    NAMES,
  );
  return { ...settings[profile], profile };
}

function readParameters(text: string): { readonly profile?: unknown } {
  try {
    const parameters: unknown = JSON.parse(text);
    if (typeof parameters === "object" && parameters !== null) return parameters;
  } catch {
    // Refused below, with the text itself.
  }
  return refuse("chooseProfile", "the environment variable NB_PARAMS must be a JSON object", text);
}
