import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { root } from "../scripts.js";
import { emptyFolder, pack } from "./installed.js";

suite("the tarball that npm pack gives", () => {
  const folder = emptyFolder();
  after(() => rmSync(folder, { recursive: true, force: true }));
  const { tarball, files } = pack(folder);
  assert.equal(spawnSync("tar", ["-xzf", tarball, "-C", folder]).status, 0);
  const unpacked = join(folder, "package");

  test("holds the licence, a README and the digits with theirs", () => {
    for (const file of ["LICENSE", "README.md", "dist/data/digits/README.md"])
      assert.ok(files.includes(file), file);
    assert.equal(
      readFileSync(join(unpacked, "LICENSE"), "utf8"),
      readFileSync(join(root, "LICENSE"), "utf8"),
    );
    const digits = join(unpacked, "dist/data/digits");
    const sums = readFileSync(join(digits, "SHA256SUMS"), "utf8").trim().split("\n");
    assert.equal(sums.length, 2);
    for (const line of sums) {
      const [sum, file] = line.split(/\s+/);
      const found = createHash("sha256").update(readFileSync(join(digits, file)));
      assert.equal(found.digest("hex"), sum, file);
    }
  });

  test("names no place of the machine that packed it", () => {
    const { library } = JSON.parse(readFileSync(join(root, "lib/dist/wasm/openblas.json"), "utf8"));
    const places = [root, join(homedir(), "/"), library ?? root].filter((place) => place !== "/");
    for (const file of files) {
      const content = readFileSync(join(unpacked, file), "latin1");
      for (const place of places) assert.ok(!content.includes(place), `${file} names ${place}`);
    }
  });

  test("holds what is compiled from a source of today, and nothing of the workshop", () => {
    for (const file of files) {
      assert.doesNotMatch(
        file,
        /\.(tsbuildinfo|from|part|d\.ts\.map)$|openblas\.json$|\/kernels\//,
      );
      if (file.endsWith(".js"))
        assert.ok(existsSync(join(root, "lib", `${file.slice(5, -3)}.ts`)), file);
    }
    for (const file of files.filter((name) => name.endsWith(".js.map"))) {
      const { sources, sourcesContent } = JSON.parse(readFileSync(join(unpacked, file), "utf8"));
      assert.equal(sourcesContent.length, sources.length, `${file} carries its sources`);
    }
    assert.deepEqual(readdirSync(unpacked).sort(), [
      "LICENSE",
      "README.md",
      "dist",
      "package.json",
    ]);
  });
});
