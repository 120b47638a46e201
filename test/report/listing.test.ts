/** Program text in a report: no line is cut, and what does not fit hangs under its line. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { code, notebook, prose } from "./notebooks.js";
import { makeSite, type Site } from "./site.js";

const longest = `const text = "${"word ".repeat(60)}";`;
const lines = [
  `// ${"x".repeat(73)}`,
  `    deep(${"argument, ".repeat(9)}last);`,
  `\t\ttabs(${"argument, ".repeat(9)}last);`,
  `${" ".repeat(60)}far(${"argument, ".repeat(9)}last);`,
  longest,
  `const whole = "${"y".repeat(400)}";`,
  "/* a comment",
  "",
  "   of three lines */",
];
const source = lines.join("\n");
let site: Site;
before(
  async () => {
    const fence = `# Listing\n\n\`\`\`ts\n${source}\n\`\`\``;
    site = await makeSite({ listing: notebook([prose(fence), code(source)]) });
  },
  { timeout: 120_000 },
);
after(() => site?.close());

interface Line {
  readonly text: string;
  readonly rows: number;
  /** Where the first and the second row begin. */
  readonly starts: readonly number[];
}

for (const width of [1280, 390]) {
  test(`at ${width} px, and in print, every character is on the page and continues further in`, async () => {
    const { page } = await site.open("listing", { viewport: { width, height: 900 } });
    for (const media of ["screen", "print"] as const) {
      await page.emulateMedia({ media });
      const listings = page.locator("pre.listing");
      assert.equal(await listings.count(), 2);
      for (const listing of await listings.all()) {
        assert.equal((await listing.textContent())?.trimEnd(), source);
        const [inside, whole] = await listing.evaluate((e) => [e.clientWidth, e.scrollWidth]);
        assert.ok((whole ?? 0) <= (inside ?? 0), `${media}: ${whole} in ${inside}`);
        const seen: Line[] = await listing.locator(".line").evaluateAll((all) =>
          all.map((line) => {
            const range = document.createRange();
            range.selectNodeContents(line);
            const starts = new Map<number, number>();
            for (const { top, left } of range.getClientRects()) {
              const row = Math.round(top);
              starts.set(row, Math.min(left, starts.get(row) ?? left));
            }
            const text = line.textContent ?? "";
            return { text, rows: starts.size, starts: [...starts.values()] };
          }),
        );
        assert.equal(seen.length, lines.length);
        if (width === 1280 && media === "screen")
          assert.equal(seen[0]?.rows, 1, "76 characters fit");
        for (const { text, rows, starts } of seen.filter((line) => line.rows > 1)) {
          const [first = 0, second = 0] = starts;
          assert.ok(second > first + 10, `${rows} rows of ${text.slice(0, 40)}: ${starts}`);
        }
        assert.ok(seen.some(({ rows }) => rows > 1));
      }
    }
    await page.close();
  });
}

test("what is copied is what was written", async () => {
  const { page } = await site.open("listing");
  const copied = await page.evaluate(() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector("section .listing") ?? document.body);
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
    return String(getSelection());
  });
  assert.equal(copied.trimEnd(), source);
  await page.close();
});
