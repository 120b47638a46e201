import { oneOf, refuse } from "./check.js";

/** How much a notebook computes: CI in minutes, the published report, or overnight. */
export type ProfileName = "quick" | "standard" | "full";

const NAMES: readonly ProfileName[] = ["quick", "standard", "full"];

/**
 * The settings of the profile that this run was asked for, by `{"profile": "standard"}` in the environment
 * variable NB_PARAMS; without it, `quick`. The profile changes seeds and grids, never the code.
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
