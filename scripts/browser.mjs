/**
 * The Chromium that draws the figures' pictures and runs the browser tests: found, or installed where there is none.
 * Loads nothing from node_modules until a browser is installed or launched: set-up imports this file.
 */
import { execFile, spawn } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = path.resolve(fileURLToPath(import.meta.url), "../..");
const OWN_FILES = path.join(ROOT, ".cache", "chromium");
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PACKAGES = ["chromium", "fonts-liberation"];
const EDGE = ["microsoft-edge", "microsoft-edge-stable", "msedge"];

/** Nothing but the page asked for: no updates, no first-run pages, no background requests. */
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--metrics-recording-only",
  "--no-default-browser-check",
  "--no-first-run",
  "--no-pings",
];

/** @typedef {{ path: string, from: "CHROME_PATH" | "installed" | "project" }} FoundBrowser */

/** A browser could not be found, installed or started; the message says what to do. */
export class BrowserError extends Error {
  /** @override */
  name = "BrowserError";
}

/** @param {string} file */
function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** @param {NodeJS.Platform} platform @param {NodeJS.ProcessEnv} env */
function usualPlaces(platform, env) {
  if (platform === "darwin") {
    return ["Google Chrome", "Chromium", "Microsoft Edge"].flatMap((app) =>
      ["/Applications", path.join(os.homedir(), "Applications")].map(
        (folder) => `${folder}/${app}.app/Contents/MacOS/${app}`,
      ),
    );
  }
  if (platform === "win32") {
    /** @type {(string | undefined)[]} */
    const folders = [env["PROGRAMFILES"], env["PROGRAMFILES(X86)"], env["LOCALAPPDATA"]];
    return [
      "Google/Chrome/Application/chrome.exe",
      "Microsoft/Edge/Application/msedge.exe",
    ].flatMap((file) => folders.flatMap((folder) => (folder ? [path.join(folder, file)] : [])));
  }
  const bins = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome"];
  return bins.flatMap((folder) => [...NAMES, ...EDGE].map((name) => path.join(folder, name)));
}

/**
 * Playwright's own layout below its browsers folder.
 * @param {string} folder
 */
function downloaded(folder) {
  const builds = existsSync(folder) ? readdirSync(folder).sort().reverse() : [];
  const inside = ["chrome-headless-shell", "chrome-headless-shell.exe", "headless_shell", "chrome"];
  return builds
    .filter((build) => build.startsWith("chromium"))
    .flatMap((build) => {
      const platforms = readdirSync(path.join(folder, build), { withFileTypes: true });
      return platforms
        .filter((entry) => entry.isDirectory())
        .flatMap((entry) => inside.map((name) => path.join(folder, build, entry.name, name)));
    });
}

/**
 * The first Chromium-like browser: `CHROME_PATH`, then one on PATH or in the usual places, then the project's own download.
 * @param {{ env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, root?: string }} [options]
 * @returns {FoundBrowser | null}
 */
export function findBrowser({ env = process.env, platform = process.platform, root = ROOT } = {}) {
  const named = env["CHROME_PATH"];
  if (named) {
    if (executable(named)) return { path: named, from: "CHROME_PATH" };
    throw new BrowserError(
      `CHROME_PATH: must be an executable file, got ${named}; mend it, or unset it to search for a browser`,
    );
  }
  const onPath = (env["PATH"] ?? "")
    .split(path.delimiter)
    .filter(Boolean)
    .flatMap((folder) => [...NAMES, ...EDGE].map((name) => path.join(folder, name)));
  const installed = [...onPath, ...usualPlaces(platform, env)].find(executable);
  if (installed) return { path: installed, from: "installed" };
  const own = downloaded(path.join(root, ".cache", "browsers")).find(executable);
  return own ? { path: own, from: "project" } : null;
}

/** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env @param {(line: string) => void} log */
async function run(command, args, env, log) {
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      tail = (tail + text).slice(-2000);
      const last = String(text)
        .trim()
        .split(/[\r\n]+/)
        .at(-1);
      if (last) log(last);
    });
  }
  const code = await new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", resolve);
  });
  if (code !== 0)
    throw new BrowserError(`${command} ${args.join(" ")} ended with ${code}\n${tail}`);
}

const LOCK_WAIT_SECONDS = 300;

/**
 * Debian's packages of the browser; waits for another package manager, such as one that a killed set-up left at work.
 * @param {NodeJS.ProcessEnv} env @param {(line: string) => void} log
 */
async function installPackages(env, log) {
  const deadline = Date.now() + LOCK_WAIT_SECONDS * 1000;
  for (;;) {
    try {
      await run("dpkg", ["--configure", "-a"], env, log); // what an interrupted installation left
      await run("apt-get", ["update"], env, log);
      await run("apt-get", ["install", "-y", "--no-install-recommends", ...PACKAGES], env, log);
      return;
    } catch (error) {
      if (!/\block\b/.test(String(error)) || Date.now() > deadline) throw error;
      log("another package manager is at work; waiting for it");
      await sleep(3000);
    }
  }
}

const HELP = `Without a browser the figures get no pictures and the browser tests cannot run. Any one of these mends it:
  - install Chrome, Chromium or Edge (Debian and Ubuntu: sudo apt-get install chromium)
  - set CHROME_PATH to the browser's executable
  - npx playwright-core install --only-shell chromium, with PLAYWRIGHT_BROWSERS_PATH=.cache/browsers
    (on Linux its libraries too: sudo npx playwright-core install-deps chromium)`;

/**
 * A browser that starts; installs one where there is none: Debian's package as root, else Playwright's download into `.cache/browsers`.
 * @param {{ log?: (line: string) => void, root?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} the executable
 */
export async function ensureBrowser({ log = () => {}, root = ROOT, env = process.env } = {}) {
  const found = findBrowser({ env, root });
  if (found) return found.path;
  const tried = [];
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    log("no browser found: apt-get installs chromium");
    try {
      await installPackages({ ...env, DEBIAN_FRONTEND: "noninteractive" }, log);
    } catch (error) {
      tried.push(String(error));
    }
  }
  if (!findBrowser({ env, root })) {
    log("no browser found: Playwright downloads one into .cache/browsers");
    const cli = path.join(root, "node_modules", "playwright-core", "cli.js");
    const own = { ...env, PLAYWRIGHT_BROWSERS_PATH: path.join(root, ".cache", "browsers") };
    try {
      await run(process.execPath, [cli, "install", "--only-shell", "chromium"], own, log);
    } catch (error) {
      tried.push(String(error));
    }
  }
  const installed = findBrowser({ env, root });
  if (!installed)
    throw new BrowserError([`no browser could be had.\n${HELP}`, ...tried].join("\n"));
  await assertStarts(installed.path);
  return installed.path;
}

/**
 * A fresh download may lack system libraries.
 * @param {string} file
 */
async function assertStarts(file) {
  try {
    await promisify(execFile)(file, ["--version", "--no-sandbox"], { timeout: 60_000 });
  } catch (error) {
    throw new BrowserError(`${file} does not start.\n${HELP}\n${error}`);
  }
}

/** @param {NodeJS.ProcessEnv} env */
function definedOnly(env) {
  return /** @type {Record<string, string>} */ (
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
  );
}

/**
 * Launches the browser headless and quiet; the caller closes it.
 * @param {{ executable?: string, log?: (line: string) => void, seconds?: number }} [options] seconds: limit of its start, default 180
 * @returns {Promise<import("playwright-core").Browser>}
 */
export async function launchBrowser({ executable: given, log, seconds = 180 } = {}) {
  const { chromium } = await import("playwright-core");
  const executablePath = given ?? (await ensureBrowser({ ...(log ? { log } : {}) }));
  const sandboxed = process.getuid?.() !== 0 && !process.env["CI"];
  try {
    return await chromium.launch({
      executablePath,
      headless: true,
      timeout: seconds * 1000,
      chromiumSandbox: sandboxed,
      args: QUIET,
      // Crash reports and the like stay in the project, not in the user's home.
      env: { ...definedOnly(process.env), XDG_CONFIG_HOME: OWN_FILES, XDG_CACHE_HOME: OWN_FILES },
      handleSIGINT: false,
    });
  } catch (error) {
    throw new BrowserError(`${executablePath} did not start.\n${HELP}\n${error}`);
  }
}
