/** What Binder runs: the kernel and the figures reach the environment of its own JupyterLab. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { root } from "../scripts.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "batchwise-binder-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const binder = path.join(root, ".binder");
const own = path.join(root, ".venv");

/**
 * An environment beside the project's that has Jupyter's modules too, as Binder's has: a `jupyter` that
 * installs into it, and an npm that only notes what it was asked for.
 */
function binderEnvironment(): { prefix: string; asked: string } {
  const prefix = path.join(folder, "environment");
  const made = spawnSync(path.join(own, "bin", "python"), ["-m", "venv", "--without-pip", prefix]);
  assert.equal(made.status, 0, String(made.stderr));
  const packages = "import sysconfig; print(sysconfig.get_path('purelib'))";
  const where = (python: string): string =>
    spawnSync(python, ["-c", packages], { encoding: "utf8" }).stdout.trim();
  const python = path.join(prefix, "bin", "python");
  writeFileSync(path.join(where(python), "shared.pth"), where(path.join(own, "bin", "python")));
  const asked = path.join(folder, "asked");
  const programs = {
    npm: `echo "$@ pictures=$BATCHWISE_PICTURES" >> ${asked}`,
    jupyter: `shift; exec ${python} -m jupyter_client.kernelspecapp "$@"`,
  };
  for (const [name, script] of Object.entries(programs)) {
    const file = path.join(prefix, "bin", name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return { prefix, asked };
}

test("postBuild sets up without a browser and installs the kernel and the figures, twice if need be", () => {
  const { prefix, asked } = binderEnvironment();
  const home = path.join(folder, "home");
  mkdirSync(home);
  const env = {
    ...process.env,
    HOME: home,
    PATH: `${path.join(prefix, "bin")}${path.delimiter}${process.env["PATH"]}`,
  };
  for (const time of ["first", "second"]) {
    const ran = spawnSync(path.join(binder, "postBuild"), { cwd: root, env, encoding: "utf8" });
    assert.equal(ran.status, 0, `${time}: ${ran.stdout}${ran.stderr}`);
  }
  assert.equal(readFileSync(asked, "utf8").split("\n")[0], "run setup pictures=off");
  const share = path.join("share", "jupyter");
  for (const file of ["kernels/batchwise/kernel.json", "kernels/batchwise/logo-svg.svg"])
    assert.deepEqual(
      readFileSync(path.join(prefix, share, file)),
      readFileSync(path.join(own, share, file)),
    );
  const figures = path.join(share, "labextensions", "batchwise-plotly");
  const files = (of: string): string[] =>
    readdirSync(path.join(of, figures), { recursive: true }).map(String).sort();
  assert.deepEqual(files(prefix), files(own));
  const atHome = readdirSync(home, { recursive: true }).map(String);
  assert.deepEqual(
    atHome.filter((file) => /batchwise/.test(file)),
    [],
  );
});

test("start passes on to what it is given, with pictures off", () => {
  const ran = spawnSync(
    path.join(binder, "start"),
    ["sh", "-c", 'echo "$BATCHWISE_PICTURES $1"; exit 3', "sh", "two words"],
    { encoding: "utf8" },
  );
  assert.equal(ran.stdout, "off two words\n");
  assert.equal(ran.status, 3);
});

test("nothing beside .binder tells Binder something else", () => {
  assert.equal(existsSync(path.join(root, "binder")), false);
  assert.deepEqual(readdirSync(binder).sort(), ["environment.yml", "postBuild", "start"]);
});

test("set-up asks for no browser where pictures are off", () => {
  const program = `
    const { browserStep } = await import("./scripts/setup/browserStep.mjs");
    console.log(browserStep.isDone());`;
  const isDone = (env: NodeJS.ProcessEnv): string => {
    const ran = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      cwd: root,
      env: { ...process.env, CHROME_PATH: path.join(folder, "none"), ...env },
      encoding: "utf8",
    });
    return ran.stdout + ran.stderr;
  };
  assert.equal(isDone({ BATCHWISE_PICTURES: "off" }), "true\n");
  assert.match(isDone({ BATCHWISE_PICTURES: "" }), /CHROME_PATH: must be an executable file/);
});
