import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  CLAIM_TYPE,
  exactFinding,
  type Finding,
  type LedgerRow,
  recordClaim,
  recordClaims,
} from "batchwise/claims";
import { DISPLAY } from "batchwise/plot";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const found = (estimate: number): Finding => ({
  estimate,
  low: estimate - 0.1,
  high: estimate + 0.1,
  level: 0.95,
  n: 20,
});
const place = { notebook: "01-sgd", anchor: "What the document claims" };
const findings = {
  D8: {
    "robustness, digits": found(0),
    "robustness, mnist1d": found(1),
    noise: exactFinding(100),
  },
  D6: Object.fromEntries(
    ["digits", "noisyLabels", "mnist1d"].map((task) => [`accuracy, ${task}`, found(1)]),
  ),
};

test("several claims are decided each by itself, in the document's order", () => {
  const { rows } = recordClaims(place, findings);
  assert.deepEqual(
    rows.map(({ id, verdict }) => [id, verdict]),
    [
      ["D6", "supported"],
      ["D8", "mixed"],
    ],
  );
  const { [DISPLAY]: _, ...alone } = recordClaim("D6", { ...place, findings: findings.D6 });
  const { [DISPLAY]: __, ...first } = rows[0] as typeof alone &
    Partial<Record<typeof DISPLAY, unknown>>;
  assert.deepEqual(first, alone);
});

test("one output shows every card and holds every row", () => {
  const bundle = recordClaims(place, findings)[DISPLAY]();
  assert.equal(String(bundle["text/html"]).match(/class="batchwise-claim"/g)?.length, 2);
  assert.match(
    String(bundle["text/plain"]),
    /^D6: supported\n.*\n\nD8: mixed \(a by definition, b mixed \(.*\n/s,
  );
  const json: unknown = JSON.parse(JSON.stringify(bundle[CLAIM_TYPE]));
  assert.ok(Array.isArray(json) && json.length === 2);
});

test("the ledger collects the rows of such an output beside those of single claims", async () => {
  const { readLedger } = (await import(
    pathToFileURL(join(ROOT, "scripts/notebook/page/ledger.mjs")).href
  )) as { readLedger: (folder: string) => Promise<LedgerRow[]> };
  const folder = mkdtempSync(join(tmpdir(), "batchwise-ledger-"));
  try {
    const single = recordClaim("D4", { ...place, findings: { variance: found(1) } });
    const outputs = [recordClaims(place, findings)[DISPLAY](), single[DISPLAY]()].map((data) => ({
      data,
    }));
    const notebook = {
      cells: [{ outputs: [outputs[0]] }, { outputs: [{ name: "stdout" }, outputs[1]] }, {}],
    };
    writeFileSync(join(folder, "01-sgd.ipynb"), JSON.stringify(notebook));
    const rows = await readLedger(folder);
    assert.deepEqual(
      rows
        .filter(({ verdict }) => verdict !== "not yet tested")
        .map(({ id, verdict }) => [id, verdict]),
      [
        ["D4", "by definition"],
        ["D6", "supported"],
        ["D8", "mixed"],
      ],
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("no claim, an unknown one, and findings that do not fit are refused", () => {
  assert.throws(() => recordClaims(place, {}), /findings must hold at least one claim/);
  const unknown = { D17: findings.D6 } as object;
  assert.throws(() => recordClaims(place, unknown), /claims must be among D1, .*, got "D17"/);
  assert.throws(
    () => recordClaims(place, { D8: findings.D6 }),
    /findings of D8 .* must be robustness, digits, robustness, mnist1d, noise/,
  );
});
