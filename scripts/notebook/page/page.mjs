/** A page in the project's looks that asks for nothing from elsewhere: its styles and scripts stand in it. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { escapeHtml } from "./html.mjs";

const STYLES = new URL("template/batchwise/styles/", import.meta.url);

async function styles() {
  const files = (await readdir(STYLES)).sort();
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, STYLES), "utf8")));
  return texts.join("");
}

/** @param {readonly string[]} scripts */
function policy(scripts) {
  const hashes = scripts.map(
    (script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  const acting = scripts.length > 0 ? `script-src ${hashes.join(" ")}; ` : "";
  return `default-src 'none'; ${acting}style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`;
}

/**
 * @param {object} parts
 * @param {string} parts.title any text
 * @param {string} parts.body trusted HTML
 * @param {string} [parts.head] trusted HTML
 * @param {readonly string[]} [parts.files] classic scripts, which run at the end of the page, and nothing else does
 * @returns {Promise<string>}
 */
export async function page({ title, body, head = "", files = [] }) {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const scripts = texts.map((text) => text.replaceAll("</script", "<\\/script"));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${await styles()}</style>
${head}
</head>
<body>
${body}
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}
