import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { suite, test } from "node:test";
import { root } from "../scripts.js";

/*
 * Every export of every entry has its doc comment: what `npm run docs` says with more, and with the network. It
 * reads the house's form of code, which the formatter keeps: entries are lists of `export … from`, and what a file
 * exports starts at the left edge.
 */

const lib = join(root, "lib");
const read = (file: string): string => readFileSync(join(lib, file), "utf8");

/** The sources of the entries, by the name that programs import. */
function entries(): [name: string, file: string][] {
  const { exports }: { exports: Record<string, string | { default: { types: string } }> } =
    JSON.parse(read("package.json"));
  return Object.entries(exports).flatMap(([path, entry]): [string, string][] =>
    typeof entry === "string"
      ? []
      : [
          [
            posix.join("batchwise", path),
            entry.default.types.replace(/^\.\/dist\/(.*)\.d\.ts$/, "$1.ts"),
          ],
        ],
  );
}

/** What an entry exports: the name where it is declared, and that file. */
function exportsOf(file: string): { readonly name: string; readonly from: string }[] {
  const lists = [...read(file).matchAll(/^export (?:type )?\{([^}]*)\} from "(.*)\.js";$/gm)];
  return lists.flatMap(([, list, path]) =>
    list
      .split(",")
      .map((part) =>
        part
          .trim()
          .replace(/^type /, "")
          .replace(/ as .*$/, ""),
      )
      .filter((name) => name !== "")
      .map((name) => ({ name, from: posix.join(posix.dirname(file), `${path}.ts`) })),
  );
}

/** Whether a name is declared in a text, and whether every declaration of it follows a doc comment. */
function documented(text: string, name: string): boolean {
  const kinds = "(?:abstract |async )*(?:function|class|interface|type|const)";
  const own = `^export ${kinds} ${name}\\b`;
  const all = text.match(new RegExp(own, "gm"))?.length ?? 0;
  const good = text.match(new RegExp(`\\*/\\n${own.slice(1)}`, "g"))?.length ?? 0;
  return all > 0 && all === good;
}

suite("doc comments", () => {
  for (const [entry, file] of entries()) {
    const exported = exportsOf(file);
    test(`${entry} says what it is`, () => {
      assert.match(
        read(file),
        new RegExp(`^/\\*\\*\\n \\* .+[\\s\\S]*? \\* @module ${entry}\\n \\*/\\n`),
      );
    });
    test(`${entry}: every export has one`, () => {
      assert.ok(exported.length > 0);
      const bare = exported.filter(({ name, from }) => !documented(read(from), name));
      assert.deepEqual(
        bare.map(({ name, from }) => `${name} in lib/${from}`),
        [],
      );
    });
  }
});

suite("the check of doc comments", () => {
  test("finds what has none", () => {
    assert.ok(documented("/** A. */\nexport interface A {}", "A"));
    assert.ok(!documented("export interface A {}", "A"));
    assert.ok(!documented("/** B. */\nexport type B = 1;\nexport type A = 1;", "A"));
    assert.ok(!documented("/** A. */\nexport function A(): 1;\nexport function A(): 2;", "A"));
    assert.ok(!documented("/** AB. */\nexport class AB {}", "A"));
  });
});
