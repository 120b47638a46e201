import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./scripts.js";

const LIST = `
import psutil
for process in psutil.process_iter(["pid", "cmdline"]):
    print(process.info["pid"], *(process.info["cmdline"] or []))`;

/** Every process of the machine, as `pid command line`; by the project's Python, for not every system has ps. */
export function processes(): string[] {
  const python = process.env["BATCHWISE_PYTHON"] ?? join(root, ".venv/bin/python");
  return execFileSync(python, ["-c", LIST], { encoding: "utf8" }).split("\n");
}
