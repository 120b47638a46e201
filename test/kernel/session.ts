import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The repository, from build/test/kernel/. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** The Python of the project's Jupyter. */
export const PYTHON = process.env["BATCHWISE_PYTHON"] ?? join(ROOT, ".venv/bin/python");
const DRIVER = join(ROOT, "test/kernel/driver.py");
const INSTALL = pathToFileURL(join(ROOT, "scripts/notebook/kernel/install.mjs")).href;

/** One message that a cell published. */
export interface Output {
  readonly type: "stream" | "display_data" | "update_display_data" | "error";
  readonly name?: string;
  readonly text?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly transient?: { readonly display_id?: string };
  readonly ename?: string;
  readonly evalue?: string;
  readonly traceback?: readonly string[];
}

/** What came back for one cell. */
export interface CellResult {
  readonly outputs: readonly Output[];
  readonly reply: { readonly status: string; readonly execution_count?: number };
  /** the prompt's number; null if the cell never started */
  readonly input: number | null;
}

export interface ExecuteOptions {
  /** interrupt the kernel once this has been printed */
  readonly interruptAt?: string;
  readonly stopOnError?: boolean;
  /** interrupt as Jupyter does, with the kernel's process group, or its process alone; default: the group */
  readonly wholeGroup?: boolean;
  /** how many interrupts, 0.3 s apart; default 1 */
  readonly interrupts?: number;
}

/** A request to the kernel: channel, type, content. */
export type Request = readonly ["shell" | "control", string, object];

/** One message of the kernel about a request. */
export interface Message {
  readonly type: string;
  /** the place of the request among those sent */
  readonly parent: number;
  readonly reply: boolean;
  readonly content: Readonly<Record<string, unknown>>;
}

/** What a flood of text amounted to: for each stream the bytes and their SHA-256. */
export interface Flood {
  readonly messages: number;
  readonly error: string | null;
  readonly stdout: readonly [number, string];
  readonly stderr: readonly [number, string];
}

interface Installer {
  installKernelSpec(options: { root: string; prefix: string; node?: string }): string;
}

/** All that the cells printed, without what they displayed. */
export const printed = (result: CellResult): string =>
  result.outputs.map((output) => output.text ?? "").join("");

/** The error that failed the cell; it fails the test if there is none. */
export function errorOf(result: CellResult): Required<Pick<Output, "ename" | "evalue">> & {
  traceback: string;
} {
  const { ename, evalue, traceback } = result.outputs.find(({ type }) => type === "error") ?? {};
  if (ename === undefined || evalue === undefined || traceback === undefined)
    throw new Error(`the cell did not fail: ${JSON.stringify(result)}`);
  return { ename, evalue, traceback: traceback.join("\n") };
}

/** A real kernel, spoken to through Jupyter's own client; everything it writes is in a folder of its own. */
export class Session {
  readonly #folder: string;
  readonly #driver: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #terminal = "";

  private constructor(folder: string, driver: ChildProcess, answers: AsyncIterator<string>) {
    this.#folder = folder;
    this.#driver = driver;
    this.#answers = answers;
    driver.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#terminal += text;
      process.stderr.write(text);
    });
  }

  /** What Jupyter's side and the kernel wrote to the terminal so far. */
  get terminal(): string {
    return this.#terminal;
  }

  /** @param node the Node.js to run the kernel on; default: the one that runs the tests */
  static async start(node: string = process.execPath): Promise<Session> {
    const folder = mkdtempSync(join(tmpdir(), "batchwise-kernel-"));
    const installer: Installer = await import(INSTALL);
    installer.installKernelSpec({ root: ROOT, prefix: folder, node });
    const env = {
      ...process.env,
      HOME: folder,
      JUPYTER_PATH: join(folder, "share/jupyter"),
      JUPYTER_DATA_DIR: join(folder, "data"),
      JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
      JUPYTER_CONFIG_DIR: join(folder, "config"),
      IPYTHONDIR: join(folder, "ipython"),
    };
    const driver = spawn(PYTHON, [DRIVER, "batchwise"], {
      cwd: folder,
      env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const lines = createInterface({ input: driver.stdout })[Symbol.asyncIterator]();
    return new Session(folder, driver, lines);
  }

  /** Runs cells, all requested at once. */
  async execute(cells: readonly string[], options: ExecuteOptions = {}): Promise<CellResult[]> {
    const { interruptAt = null, stopOnError = true, wholeGroup = true, interrupts = 1 } = options;
    const how = [interruptAt, stopOnError, wholeGroup, interrupts];
    return await this.#ask<CellResult[]>("execute", cells, ...how);
  }

  /** Runs one cell. */
  async run(cell: string, options: ExecuteOptions = {}): Promise<CellResult> {
    const [result] = await this.execute([cell], options);
    if (!result) throw new Error("no answer to the cell");
    return result;
  }

  /** The kernel's process id. */
  async pid(): Promise<number> {
    return (await this.#ask<{ kernel: number }>("info")).kernel;
  }

  /** The reply to another request on the shell channel. */
  async ask<T>(request: string, ...args: readonly unknown[]): Promise<T> {
    return await this.#ask<T>("ask", request, ...args);
  }

  /** Sends requests at once, further ones when a text was printed; all messages about them, in order. */
  async converse(
    requests: readonly Request[],
    when?: readonly [text: string, requests: readonly Request[]],
  ): Promise<Message[]> {
    return await this.#ask<Message[]>("converse", requests, when ?? null);
  }

  /** Runs a cell that prints a lot. */
  async flood(cell: string): Promise<Flood> {
    return await this.#ask<Flood>("flood", cell);
  }

  /** Runs a cell that ends the kernel: all that it printed, and the exit code. */
  async last(cell: string): Promise<{ outputs: string; code: number }> {
    return await this.#ask("last", cell);
  }

  /** What comes back from the heartbeat socket. */
  async beat(): Promise<string[]> {
    return await this.#ask("beat");
  }

  /** Sends frames to the shell socket as they are. */
  async raw(...frames: readonly (string | Uint8Array)[]): Promise<void> {
    await this.#ask("raw", ...frames.map((frame) => Buffer.from(frame).toString("hex")));
  }

  /** Interrupts the kernel, whatever it does. */
  async signal(
    options: { wholeGroup?: boolean; count?: number; pause?: number } = {},
  ): Promise<void> {
    const { wholeGroup = true, count = 1, pause = 0 } = options;
    await this.#ask("signal", wholeGroup, count, pause);
  }

  /** Runs cells, all requested at once, under interrupts. */
  async storm(cells: readonly string[], count: number, pause: number): Promise<CellResult[]> {
    return await this.#ask("storm", cells, count, pause);
  }

  /** Runs cells, given as source and tags, in another kernel as a headless run does. */
  async notebook(
    cells: readonly (readonly [string, readonly string[]])[],
  ): Promise<{ failure: readonly [string, string] | null; cells: readonly NotebookCell[] }> {
    return await this.#ask("notebook", cells);
  }

  /** Asks the kernel to end, also when a cell has printed `at`: its exit code, or null if it does not. */
  async shutdown(cell?: string, at?: string): Promise<number | null> {
    return await this.#ask("shutdown", cell ?? null, at ?? null);
  }

  /** Kills Jupyter's side without any farewell. */
  killClient(): void {
    this.#driver.kill("SIGKILL");
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#driver.once("exit", resolve));
    this.#driver.stdin?.end();
    if (this.#driver.exitCode === null && this.#driver.signalCode === null) await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ask<T>(...command: readonly unknown[]): Promise<T> {
    this.#driver.stdin?.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`Jupyter's client ended at ${JSON.stringify(command)}`);
    return JSON.parse(value) as T;
  }
}

export interface NotebookCell {
  readonly outputs: readonly { readonly output_type: string; readonly text?: string }[];
}
