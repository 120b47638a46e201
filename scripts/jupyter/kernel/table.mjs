const MAX_ROWS = 20;
const MARKUP = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const escapeText = (text) => text.replace(/[&<>"']/g, (character) => MARKUP[character]);

/** Numbers to six significant digits, missing values empty. */
function format(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "";
  if (typeof value === "number" && !Number.isInteger(value))
    return String(Number(value.toPrecision(6)));
  return String(value);
}

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

/** Columns aligned with spaces, for where HTML is not shown. */
function plainText(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => cell.padStart(widths[column])).join("  ");
  return rows.map(line).join("\n");
}

/**
 * A DataFrame or Series as an HTML table of its first 20 rows, with all text escaped, and as plain text.
 * @returns a MIME bundle
 */
export function showTable(table) {
  const columns = table.columns.map(String);
  const shown = table.values.slice(0, MAX_ROWS).map((row, i) => {
    const cells = Array.isArray(row) ? row : [row]; // a Series has values, a DataFrame rows
    return [String(table.index[i]), ...cells.map(format)];
  });
  const rows = table.values.length;
  const count = (n) => n.toLocaleString("en-US");
  const size = `${count(rows)} ${rows === 1 ? "row" : "rows"} × ${count(columns.length)} ${columns.length === 1 ? "column" : "columns"}`;
  const summary = rows > MAX_ROWS ? `${size}, the first ${MAX_ROWS} shown` : size;
  const head = `<tr><th></th>${columns.map((name) => `<th>${escapeText(name)}</th>`).join("")}</tr>`;
  const body = shown.map(
    ([label, ...cells]) =>
      `<tr><th>${escapeText(label)}</th>${cells.map((cell) => `<td>${escapeText(cell)}</td>`).join("")}</tr>`,
  );
  return {
    "text/html": `<table class="dataframe"><thead>${head}</thead><tbody>${body.join("")}</tbody></table><p>${summary}</p>`,
    "text/plain": `${plainText([["", ...columns], ...shown])}\n${summary}`,
  };
}
