/** What VS Code and dev containers read: names that exist, keys that their schema knows, one Node.js floor. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { root, script } from "../scripts.js";

const { venvProgram } = await script<{ venvProgram: (name: string) => string }>("setup/paths.mjs");

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const container = JSON.parse(read(".devcontainer/devcontainer.json"));
const settings = JSON.parse(read(".vscode/settings.json"));
const { recommendations } = JSON.parse(read(".vscode/extensions.json"));
const manifest = JSON.parse(read("package.json"));

/** Part of https://containers.dev/implementors/json_schema/: what a container from a Dockerfile may say, and its type. */
const KNOWN: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: (value) => typeof value === "string",
  build: (value) => typeof Reflect.get(Object(value), "dockerfile") === "string",
  remoteUser: (value) => typeof value === "string",
  postCreateCommand: (value) => typeof value === "string",
  forwardPorts: (value) =>
    Array.isArray(value) && value.every((port) => Number.isInteger(port) && port <= 65535),
  portsAttributes: (value) =>
    Object.values(Object(value)).every((port) =>
      Object.keys(Object(port)).every((key) =>
        ["label", "onAutoForward", "protocol", "requireLocalPort", "elevateIfNeeded"].includes(key),
      ),
    ),
  customizations: (value) => typeof value === "object",
};

test("devcontainer.json says only what its schema knows", () => {
  for (const [key, value] of Object.entries(container)) {
    assert.ok(KNOWN[key], `${key} is not known`);
    assert.ok(KNOWN[key](value), `${key}: ${JSON.stringify(value)}`);
  }
  assert.ok(existsSync(path.join(root, ".devcontainer", container.build.dockerfile)));
});

test("the dev container sets the project up, and attributes are of ports that are forwarded", () => {
  const [, name = ""] = /^npm run (\w+)$/.exec(container.postCreateCommand) ?? [];
  assert.ok(name in manifest.scripts, container.postCreateCommand);
  assert.deepEqual(Object.keys(container.portsAttributes), container.forwardPorts.map(String));
});

test("the dev container and VS Code ask for the same extensions", () => {
  assert.deepEqual(container.customizations.vscode.extensions, recommendations);
  for (const extension of recommendations) assert.match(extension, /^[\w-]+\.[\w-]+$/);
});

test("VS Code is pointed to the environment in which set-up puts the kernel", () => {
  const python: string = settings["python.defaultInterpreterPath"];
  assert.equal(python.replace(/^\$\{workspaceFolder\}/, root), venvProgram("python"));
});

test("package.json, set-up, the types of Node.js and the containers have one floor", () => {
  const [, floor = ""] = /^>=(\d+\.\d+)$/.exec(manifest.engines.node) ?? [];
  const [major = ""] = floor.split(".");
  assert.match(
    read("scripts/setup.mjs"),
    new RegExp(`OLDEST_NODE = \\[${floor.replace(".", ", ")}\\]`),
  );
  // Scripts and library are checked against these types, so they call nothing that is newer.
  assert.ok(manifest.devDependencies["@types/node"].startsWith(`${floor}.`));
  assert.match(read(".devcontainer/Dockerfile"), new RegExp(`^FROM node:${major}-`, "m"));
  const [, onBinder] = /nodejs=(\d+)/.exec(read(".binder/environment.yml")) ?? [];
  assert.ok(
    Number(onBinder) > Number(major),
    "a newer major version than the floor's has everything",
  );
});

test("docs/ways-in.md names commands and files that exist", () => {
  const page = read("docs/ways-in.md");
  const commands = [...page.matchAll(/npm run (\w+)/g)].map(([, name]) => name ?? "");
  assert.ok(commands.length > 5);
  for (const name of commands) assert.ok(name in manifest.scripts, name);
  const files = page.match(
    /(?:\.binder|\.ci|\.devcontainer|\.github|\.vscode|notebooks)\/[\w./-]+\w/g,
  );
  assert.ok(files !== null && files.length > 5);
  for (const file of files) assert.ok(existsSync(path.join(root, file)), file);
});
