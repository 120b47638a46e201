import { cellText, nameText } from "./cellText.mjs";

const MAX_ROWS = 20;
const MAX_COLUMNS = 20;
const MARKUP = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const escapeText = (text) => text.replace(/[&<>"']/g, (character) => MARKUP[character]);

/** Whether a value is a DataFrame or a Series of danfo.js, known by its shape: the kernel does not load danfo. */
export function isTable(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof value.head === "function" &&
    Array.isArray(value.columns) &&
    Array.isArray(value.index) &&
    Array.isArray(value.shape) &&
    Array.isArray(value.values)
  );
}

const isMissing = (value) =>
  value === null || value === undefined || value === "" || Number.isNaN(value);
const isNumber = (value) => typeof value === "number" || typeof value === "bigint";

/** The places of the columns that are shown: the first and the last, with -1 for those between. */
function placesOf(count) {
  const all = Array.from({ length: count }, (_, place) => place);
  const half = MAX_COLUMNS / 2;
  return count <= MAX_COLUMNS ? all : [...all.slice(0, half), -1, ...all.slice(-half)];
}

/** Columns aligned with spaces, for where HTML is not shown. */
function plainText(rows, right) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, i) => (right[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join("  ");
  return rows.map((row) => line(row).trimEnd()).join("\n");
}

/**
 * A DataFrame or Series as an HTML table of its first 20 rows and its outer 20 columns, with all text escaped,
 * and as plain text, where numbers stand at the right.
 * @returns a MIME bundle
 */
export function showTable(table) {
  const { columns, index, values } = table;
  const rows = values.slice(0, MAX_ROWS).map((row) => (table.ndim === 1 ? [row] : row));
  const places = placesOf(columns.length);
  const right = places.map((place) => {
    const column = rows.map((row) => row[place]);
    return column.some(isNumber) && column.every((value) => isNumber(value) || isMissing(value));
  });
  const titles = places.map((place) => (place < 0 ? "…" : nameText(columns[place])));
  const texts = rows.map((row) => places.map((place) => (place < 0 ? "…" : cellText(row[place]))));
  const labels = rows.map((_, i) => nameText(index[i]));
  const inRow = (tag, cells) =>
    cells.map((text) => `<${tag}>${escapeText(text)}</${tag}>`).join("");
  const body = texts.map((cells, r) => `<tr>${inRow("th", [labels[r]])}${inRow("td", cells)}</tr>`);
  const summary = summaryOf(values.length, columns.length);
  return {
    "text/html": `<table class="dataframe"><thead><tr>${inRow("th", ["", ...titles])}</tr></thead><tbody>${body.join("")}</tbody></table><p>${summary}</p>`,
    "text/plain": `${plainText(
      [["", ...titles], ...texts.map((cells, r) => [labels[r], ...cells])],
      [false, ...right],
    )}\n${summary}`,
  };
}

function summaryOf(rows, columns) {
  const count = (n, unit) => `${n.toLocaleString("en-US")} ${unit}${n === 1 ? "" : "s"}`;
  const shown = [
    ...(rows > MAX_ROWS ? [`the first ${MAX_ROWS}`] : []),
    ...(columns > MAX_COLUMNS
      ? [`columns 1 to ${MAX_COLUMNS / 2} and the last ${MAX_COLUMNS / 2}`]
      : []),
  ];
  const size = `${count(rows, "row")} × ${count(columns, "column")}`;
  return shown.length > 0 ? `${size}, ${shown.join(", ")} shown` : size;
}
