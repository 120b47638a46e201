import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pairedDifference, Rng } from "batchwise";
import {
  CLAIM_TYPE,
  CLAIMS,
  exactFinding,
  type Finding,
  headlinesMarkdown,
  ledger,
  ledgerMarkdown,
  ledgerTable,
  readClaimRow,
  recordClaim,
  rulesMarkdown,
} from "batchwise/claims";
import { ruleText } from "batchwise/dist/claims/decide.js";
import { inWords } from "batchwise/dist/claims/units.js";
import { DISPLAY } from "batchwise/plot";

const HOSTILE = `01"><img src=x onerror="alert('1')"> | & co`;

const found = (estimate: number, low: number, high: number): Finding => ({
  estimate,
  low,
  high,
  level: 0.95,
  n: 20,
});

test("every claim has its rule before it has figures, and each notebook's part is one that decides", () => {
  assert.deepEqual(
    new Set(Object.keys(CLAIMS)),
    new Set(Array.from({ length: 16 }, (_, i) => `D${i + 1}`)),
  );
  for (const [id, claim] of Object.entries(CLAIMS)) {
    assert.equal(claim.id, id);
    const conditions = Object.values(claim.conditions);
    for (const { notebook, smallest } of conditions) {
      assert.match(notebook, /^0[1-9]$/);
      assert.ok(smallest > 0);
      assert.ok(conditions.some((c) => c.notebook === notebook && c.onlyShown === undefined));
    }
    for (const c of conditions) assert.ok(ruleText(c).includes(inWords(c.smallest, c.unit)));
  }
});

test("every statement has a condition that decides it, and no two of its conditions one short name", () => {
  for (const { id, statements, conditions } of Object.values(CLAIMS)) {
    const letters = Object.keys(statements);
    assert.deepEqual(letters, ["a", "b", "c"].slice(0, letters.length), id);
    for (const condition of Object.values(conditions))
      assert.ok(letters.includes(condition.statement), `${id}: ${condition.effect}`);
    for (const letter of letters) {
      const own = Object.values(conditions).filter((c) => c.statement === letter);
      assert.ok(own.some(({ onlyShown }) => onlyShown === undefined));
      assert.equal(new Set(own.map(({ short }) => short)).size, own.length, `${id}${letter}`);
    }
  }
});

test("every rule says when it was written and what had been seen, and stands in docs/verdicts.md", () => {
  for (const { conditions } of Object.values(CLAIMS))
    for (const { dated, seenBefore } of Object.values(conditions)) {
      assert.match(dated, /^2026-11-2[278]$/);
      assert.match(seenBefore, /^[A-Z].+\.$/);
    }
  const rules = rulesMarkdown();
  const { length } = Object.values(CLAIMS).flatMap((claim) => Object.keys(claim.conditions));
  assert.equal(rules.split("\n").length, length + 2);
  const page = readFileSync(new URL("../../../docs/verdicts.md", import.meta.url), "utf8");
  assert.ok(page.includes(`<!-- rules -->\n${rules}\n`), "npm run verdicts -- --rules");
});

const generalise = {
  digits: found(0.1, -0.2, 0.4),
  noisyLabels: found(1.2, 0.8, 1.6),
  mnist1d: found(0.3, -0.2, 0.8),
  tunedSteps: found(0.3, -0.2, 0.8),
  tunedEpochs: found(0.6, 0.1, 1.1),
  oneRateSteps: found(0.2, -0.3, 0.7),
  oneRateEpochs: found(49.1, 47, 51),
};
const evidence = { notebook: "01-sgd", anchor: "Result", findings: generalise };

test("tasks that disagree are mixed, with which says what; conditions that are only shown have no say", () => {
  const row = recordClaim("D3", evidence);
  assert.equal(row.verdict, "mixed");
  assert.equal(
    row.detail,
    "too small to matter: digits; supported: digits with wrong labels; not settled: MNIST-1D",
  );
  const agreed = { ...generalise, noisyLabels: found(0, -0.3, 0.3), mnist1d: found(0, -0.4, 0.3) };
  const none = recordClaim("D3", { ...evidence, findings: agreed });
  assert.equal(none.verdict, "too small to matter");
  assert.equal(none.detail, undefined);
  assert.equal(none.conditions[6].verdict, "supported");
  assert.match(none.conditions[6].onlyShown ?? "", /one of the batch sizes/);
});

test("paired differences are evidence as they are, with the effect that the design could have seen", () => {
  const rng = Rng.fromSeed(1);
  const a = Array.from({ length: 20 }, () => 95 + rng.normal());
  const b = a.map((v) => v + 0.05 * rng.normal());
  const difference = pairedDifference(a, b, { rng });
  const [row] = recordClaim("D14", {
    notebook: "08-augmentation",
    anchor: "Result",
    findings: { moves: difference, few: difference, flips: difference, colour: difference },
  }).conditions;
  assert.equal(row.smallestDetectable, difference.smallestDetectable);
  const { smallestDetectable: _, ...bare } = difference;
  const [again] = recordClaim("D14", {
    notebook: "08-augmentation",
    anchor: "Result",
    findings: { moves: bare, few: bare, flips: bare, colour: bare },
  }).conditions;
  const ratio = (again.smallestDetectable ?? 0) / difference.smallestDetectable;
  assert.ok(ratio > 0.8 && ratio < 1.25, `from the interval's width: ${ratio} of the sd's`);
});

test("a recorded row survives its JSON, and a forged verdict does not", () => {
  const findings = { ...generalise, digits: { ...generalise.digits, overlap: 0.25 } };
  const row = recordClaim("D3", { ...evidence, findings });
  assert.equal(row.conditions[0].overlap, 0.25);
  const bundle = row[DISPLAY]();
  const json: unknown = JSON.parse(JSON.stringify(bundle[CLAIM_TYPE]));
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  assert.deepEqual(plain(readClaimRow(json)), plain(row));
  const forged = { ...(json as object), verdict: "supported", claim: HOSTILE };
  assert.deepEqual(plain(readClaimRow(forged)), plain(row));
  assert.throws(() => readClaimRow({ ...(json as object), id: "D17" }), /id must be one of D1, D2/);
  assert.throws(
    () => readClaimRow({ ...(json as object), conditions: [{}] }),
    /condition must be text/,
  );
  assert.throws(() => readClaimRow(null), /the row must be an object, got null/);
});

test("text of a row never becomes markup in the card, the ledger or Markdown", () => {
  const row = recordClaim("D3", { ...evidence, notebook: HOSTILE, anchor: HOSTILE });
  const bad = {
    ...row,
    claim: HOSTILE,
    conditions: row.conditions.map((c) => ({ ...c, what: HOSTILE })),
  };
  const card = String(row[DISPLAY]()["text/html"]);
  assert.match(card, /<strong>D3: mixed \(too small to matter: digits; /);
  const table = ledgerTable(ledger([bad]), { report: (notebook) => notebook });
  const hostile = ledger([bad]).map((r) => ({ ...r, claim: HOSTILE, paperFigure: HOSTILE }));
  const verdicts = hostile.map((r) => ({ ...r, verdict: HOSTILE as typeof r.verdict }));
  const markdowns = [ledgerMarkdown(hostile), headlinesMarkdown(hostile)];
  for (const text of [card, table, ledgerTable(verdicts), ...markdowns])
    assert.doesNotMatch(text, /<img/);
  assert.match(table, /01&quot;&gt;&lt;img/);
  for (const line of markdowns.join("\n").split("\n"))
    assert.equal(line.replaceAll("\\|", "").split("|").length, 6, line);
  assert.match(String(row[DISPLAY]()["text/plain"]), /^D3: mixed \(too small.*\nModels trained/);
});

test("the ledger has every claim, joins notebooks, and says what is not yet tested", () => {
  const first = recordClaim("D4", {
    notebook: "01-sgd",
    anchor: "Gradient noise",
    findings: { variance: found(1.02, 0.97, 1.06) },
  });
  const rows = ledger([recordClaim("D3", evidence), first]);
  assert.equal(rows.length, 16);
  assert.equal(rows.filter((row) => row.verdict === "not yet tested").length, 14);
  const [d4] = rows.filter((row) => row.id === "D4");
  const missing = [{ condition: "varianceTrained", notebook: "06" }];
  assert.deepEqual([d4.verdict, d4.missing], ["by definition", missing]);
  const second = recordClaim("D4", {
    notebook: "06-noise",
    anchor: "Result",
    findings: { varianceTrained: found(-0.9, -1.2, -0.6) },
  });
  const [joined] = ledger([second, first]).filter((row) => row.id === "D4");
  assert.deepEqual([joined.verdict, joined.missing], ["mixed", []]);
  assert.deepEqual(
    joined.conditions.map(({ condition, notebook }) => [condition, notebook]),
    [
      ["variance", "01-sgd"],
      ["varianceTrained", "06-noise"],
    ],
  );
  assert.throws(() => ledger([first, first]), /D4 must be recorded once in a notebook, got "01"/);

  const html = ledgerTable(rows);
  assert.equal(html.match(/<tbody id="D\d+"/g)?.length, 16);
  assert.equal(html.match(/<details>/g)?.length, 16);
  assert.equal(html.match(/>not yet tested</g)?.length, 14);
  assert.match(html, /<a href="01-sgd\.html#gradient-noise">/);
  assert.match(html, /98\.03 ± 0\.07 %/);
  assert.match(html, /<strong>2\.03 ×<\/strong> <span>\[1\.96, 2\.08\]<\/span>/);
  assert.match(html, /2\.03 × \[1\.96, 2\.08\] per doubling of the batch size, n = 20/);
  assert.match(html, /Notebook 06 has still to record: varianceTrained\./);
  assert.match(html, /<td>only shown: the rate fits only one of the batch sizes<\/td>/);
  const markdown = ledgerMarkdown(rows);
  assert.match(
    markdown,
    /\| D10 \| In Keras .* \| \*\*not yet tested\*\* \| a\. .*: not yet tested\.<br>b\. /,
  );
  assert.match(
    markdown,
    /\| D4 \| .*: 2\.03 × \[1\.96, 2\.08\] per doubling .*, n = 20: supported<br>In print: /,
  );
  assert.match(markdown, /\| D3 \| .*\], n = \d+: [a-z ]+<br>.*, only shown<br>In print/);
  assert.match(
    markdown,
    /\*\*mixed\*\* \(too small to matter: digits; supported: digits with wrong labels; not settled: MNIST-1D\) \|/,
  );
  const short = headlinesMarkdown(rows).split("\n");
  assert.equal(short.length, 18);
  assert.match(short[5], /^\| D4 \| .* \| Half the batch size gives .* 2\.03 × \[1\.96, 2\.08\] /);
  assert.match(short[11], /\| \*\*not yet tested\*\* \| Not yet measured: notebook 03 does\. \|$/);
});

test("evidence that does not fit the claim's rule is refused", () => {
  const fine = found(1, 0, 2);
  const d14 = (moves: Finding, notebook = "08-a") =>
    recordClaim("D14", {
      notebook,
      anchor: "Result",
      findings: { moves, few: fine, flips: fine, colour: fine },
    });
  const noise = (finding: Finding) =>
    recordClaim("D8", {
      notebook: "01-sgd",
      anchor: "Result",
      findings: {
        "robustness, digits": found(1, 0, 2),
        "robustness, mnist1d": found(1, 0, 2),
        noise: finding,
      },
    });
  const { oneRateEpochs: _, ...partial } = generalise;
  const refused: [() => unknown, RegExp][] = [
    [() => d14(found(1, 0, 2), "01-sgd"), /notebook of D14 must start with 08, got "01-sgd"/],
    [
      () => recordClaim("D3", { ...evidence, findings: partial }),
      /findings of D3 in notebook 01 must be digits, noisyLabels, /,
    ],
    [
      () => recordClaim("D3", { ...evidence, findings: { ...generalise, x: found(1, 0, 2) } }),
      /must be digits, noisyLabels, /,
    ],
    [() => d14(found(Number.NaN, 0, 1)), /estimate of moves must be a finite number, got NaN/],
    [() => d14(found(0, -Infinity, 1)), /low of moves must be a finite number/],
    [() => d14(found(0, 2, 1)), /low of moves must be at most its high, 1, got 2/],
    [() => d14({ ...found(1, 0, 2), n: 1 }), /moves must be estimated from n ≥ 2/],
    [
      () => d14({ ...found(1, 0, 2), level: 0.9 }),
      /level of moves must be a number from 0.95 to 1, got 0.9/,
    ],
    [() => d14({ ...fine, overlap: -1 }), /overlap of moves must be a number from 0/],
    [() => noise(found(100, 99, 101)), /noise must be an exactFinding/],
  ];
  for (const [call, message] of refused) assert.throws(call, { name: "ArgumentError", message });
  assert.equal(noise(exactFinding(100)).conditions[2].verdict, "supported");
});
