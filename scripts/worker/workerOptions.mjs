import { parseArgs } from "node:util";
import { among, refuse, secondsOf, wholeOf } from "../advise/optionValues.mjs";
import { readingOptions } from "../advise/readingOptions.mjs";

export const HELP = `npm run worker -- --queue redis://:password@host:6379 [options]

Takes runs of studies, sweeps and advice from a queue and gives back their rows, until it is ended: start as many as
you like, on any machine that has the same version of this project, before or after the work (docs/many-machines.md).
Ctrl+C finishes the runs at work; a second one gives them back to the others, and so does SIGTERM.

  --queue URL          the server, Redis 6.2 or newer or Valkey: redis://host, redis://:password@host:6379/0,
                       rediss://… with TLS (default: BATCHWISE_QUEUE, which keeps the password out of lists of processes)
  --threads N          runs at a time (default: the machine's threads; with --command 1, or one for each device)
  --idle TIME          end after so long without work: 60s, 5m, 1h (default never)
  --lock TIME          after so long without a sign of life its runs go to others (default 60s)

  --data FILE          work on these data only, read from here in place of the server; with the options that the
                       advisor read them with: --label, --problem, --split, --group, --ignore, --missing, --sheet,
                       --image-size, --categories, --no-header

  --command "…"        run this program for an advisor that was started with the same --command; nothing else that
                       stands in the queue is ever run as a program
  --folder FOLDER      where the program runs (default here)
  --devices 0,1        CUDA devices, each of which serves one run at a time
`;

const string = { type: /** @type {const} */ ("string") };
const NAMES = ["queue", "threads", "idle", "lock", "data", "command", "folder", "devices"];
const READING = [
  "label",
  "problem",
  "split",
  "group",
  "ignore",
  "missing",
  "sheet",
  "image-size",
  "categories",
];

/**
 * @typedef {object} ChosenWorker
 * @property {string | undefined} file
 * @property {import("../../lib/dist/data/index.js").ExampleOptions} reading
 * @property {import("../../lib/dist/queue/index.js").ServeOptions} options
 */

/**
 * The options of the command, checked.
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {"help" | ChosenWorker}
 */
export function workerOptions(args, environment) {
  const values = parse(args);
  if (values.help) return "help";
  const { threads, idle, lock, data: file, command, folder, devices } = values;
  const url = values.queue ?? environment["BATCHWISE_QUEUE"];
  if (!url) refuse("--queue must be the address of a server, as in redis://host", "nothing");
  if (file && command) refuse("give --data or --command, not both", file);
  for (const name of READING)
    if (!file && values[name] !== undefined) refuse(`--${name} needs --data`, values[name]);
  for (const [name, value] of Object.entries({ folder, devices }))
    if (!command && value !== undefined) refuse(`--${name} needs --command`, value);
  return {
    file,
    reading: file ? readingOptions(file, values, { refuse, among }) : {},
    options: {
      queue: { url, ...(lock && { lockSeconds: secondsOf(lock, "--lock") }) },
      ...(threads && { threads: wholeOf("--threads", threads, 1) }),
      ...(idle && { idleSeconds: secondsOf(idle, "--idle") }),
      ...(command && {
        program: {
          command,
          ...(folder && { folder }),
          ...(devices && { devices: devices.split(",").map((device) => device.trim()) }),
        },
      }),
    },
  };
}

/** @param {readonly string[]} args @returns {Record<string, string | undefined>} */
function parse(args) {
  const all = [...NAMES, ...READING];
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...Object.fromEntries(all.map((name) => [name, string])),
        "no-header": { type: "boolean" },
        help: { type: "boolean" },
      },
    });
    return /** @type {Record<string, string | undefined>} */ (values);
  } catch (error) {
    throw new Error(
      `worker: ${error instanceof Error ? error.message : error}. The options are --${all.join(", --")}; --help says more.`,
    );
  }
}
