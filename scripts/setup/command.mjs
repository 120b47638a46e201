import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { childToken, recordChild } from "./lock.mjs";
import { cacheDir, root } from "./paths.mjs";

const LINES_KEPT = 200;

/** A command that ended with a non-zero code. */
export class CommandError extends Error {
  /**
   * @param {string} command
   * @param {number | string} code exit code, or what stopped it
   * @param {string} output its last lines
   */
  constructor(command, code, output) {
    super(`\`${command}\` ended with ${code}`);
    this.output = output;
  }

  /** Whether the output speaks of a network that is not there. */
  get offline() {
    return /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network (is unreachable|timeout)|Failed to establish a new connection|Name or service not known|Temporary failure in name resolution|No matching distribution found|NewConnectionError|Connection refused|Max retries exceeded/i.test(
      this.output,
    );
  }

  get diskFull() {
    return /ENOSPC|No space left on device|disk quota/i.test(this.output);
  }
}

/**
 * Runs a command to its end in a process group of its own, so that an interrupt, or the next set-up
 * after this one was killed, can end everything it started. All output goes to `.cache/setup.log`.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void, limitSeconds?: number }} [options]
 * @returns {Promise<string>} its last lines
 */
export function run(program, args, { cwd = root, env, onLine, limitSeconds } = {}) {
  const shown = [program, ...args].join(" ");
  const log = join(cacheDir, "setup.log");
  appendFileSync(log, `\n$ ${shown}\n`);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env, ...childToken() },
      detached: process.platform !== "win32",
      stdio: ["ignore", "pipe", "pipe"],
    });
    recordChild(child.pid);
    /** @type {string[]} */
    const tail = [];
    let stopped = "";
    /** @param {NodeJS.ReadableStream} stream */
    const follow = (stream) => {
      let rest = "";
      stream.setEncoding("utf8").on("data", (text) => {
        appendFileSync(log, text);
        const lines = (rest + text).split(/\r\n|[\r\n]/);
        rest = lines.pop() ?? "";
        for (const line of lines) {
          tail.push(line);
          if (tail.length > LINES_KEPT) tail.shift();
          onLine?.(line);
        }
      });
      stream.on("end", () => rest && tail.push(rest));
    };
    follow(child.stdout);
    follow(child.stderr);
    const stop = () => stopTree(child.pid);
    const onInterrupt = () => {
      stop();
      process.exit(130);
    };
    process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
    const timer = limitSeconds
      ? setTimeout(() => {
          stopped = `a time limit of ${limitSeconds} s`;
          stop();
        }, limitSeconds * 1000)
      : undefined;
    const settle = () => {
      clearTimeout(timer);
      process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
      recordChild(undefined);
    };
    child.once("error", (error) => {
      settle();
      reject(new CommandError(shown, error.message, tail.join("\n")));
    });
    child.once("close", (code, signal) => {
      settle();
      const output = tail.join("\n");
      if (code === 0) resolve(output);
      else reject(new CommandError(shown, stopped || (code ?? `signal ${signal}`), output));
    });
  });
}

/** @param {number | undefined} pid the leader of a process group */
export function stopTree(pid) {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
