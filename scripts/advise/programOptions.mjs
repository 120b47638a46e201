import { basename, dirname, extname, join } from "node:path";
import { refuse, secondsOf } from "./optionValues.mjs";

/** Options of data that mean nothing to a program. */
const OF_DATA = [
  ...["label", "problem", "split", "group", "sheet", "image-size", "ignore", "missing"],
  ...["epochs", "steps", "model", "metric", "prepare"],
];

/**
 * The options for a program.
 * @param {string} command
 * @param {Readonly<Record<string, string | undefined>>} values of the command line
 * @param {import("../../lib/dist/advise/index.js").AdviseProgramOptions} common
 * @returns {import("./adviseOptions.mjs").ChosenProgram}
 */
export function programOptions(command, values, common) {
  for (const name of OF_DATA)
    if (values[name] !== undefined)
      refuse(`--${name} is for data; a --command has its own`, values[name]);
  const { budget, devices, silence, folder, out } = values;
  const limit = values["time-limit"];
  const name = values.name ?? nameOf(command);
  if (!/^[\w.-]+$/.test(name) || /^\.+$/.test(name))
    refuse("--name must be letters, digits, dots, dashes or underscores", name);
  return {
    command,
    folder: join(out ?? "advice", name),
    plan: values.plan,
    options: {
      ...common,
      ...(budget && { seconds: secondsOf(budget) }),
      ...(devices && { devices: devices.split(",").map((device) => device.trim()) }),
      ...(limit && { timeLimit: secondsOf(limit, "--time-limit") }),
      ...(silence && { silence: secondsOf(silence, "--silence") }),
      ...(folder && { programFolder: folder }),
    },
  };
}

/** The first word of a command that looks like a file with a program in it, with the folder that it is in. @param {string} command */
function nameOf(command) {
  const file = command.split(/[\s"']+/).find((word) => /\.[a-z]{1,4}$/i.test(word));
  if (file === undefined) return "program";
  const parts = [basename(dirname(file)), basename(file, extname(file))];
  const name = parts.filter((part) => /\w/.test(part)).join("-");
  return name.replaceAll(/[^\w.-]/g, "-");
}
