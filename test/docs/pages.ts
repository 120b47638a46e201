import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../scripts.js";

/** The pages that people read, by path below the root. */
export const PAGES: readonly string[] = [
  "README.md",
  "CHANGELOG.md",
  "lib/README.md",
  ...readdirSync(join(root, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

export function pageText(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** The fenced blocks of a language, "" for those that name none. */
export function codeBlocks(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , code]) => code);
}

/** A page without its fenced blocks. */
export function proseOf(text: string): string {
  return text.replace(/^```\w*\n[\s\S]*?^```$/gm, "");
}

/** Where a relative link of a page leads: a path below the root, and the heading on it if it names one. */
export function linkTarget(page: string, link: string): { path: string; anchor?: string } {
  const [file, anchor] = link.split("#");
  const path = file === "" ? page : join(dirname(page), decodeURIComponent(file));
  return anchor === undefined ? { path } : { path, anchor };
}

/** The names that GitHub gives a page's headings. */
export function anchorsOf(text: string): string[] {
  return [...proseOf(text).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
