/** The characters at which Python's `str.splitlines` ends a line. */
const ENDS = new Set([..."\n\v\f\r\u001c\u001d\u001e\u0085\u2028\u2029"]);

/** Text as the list of its lines, ends kept: the form in which nbformat writes text. */
export function splitLines(text) {
  const lines = [];
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (!ENDS.has(text[i]) || (text[i] === "\r" && text[i + 1] === "\n")) continue;
    lines.push(text.slice(start, i + 1));
    start = i + 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** Python orders keys by code points, JavaScript by UTF-16 units. */
function byCodePoint(a, b) {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1)
    if (left[i] !== right[i]) return left[i].codePointAt(0) - right[i].codePointAt(0);
  return left.length - right.length;
}

/** A list of written items between brackets, in the layout of Python's `json.dumps(…, indent=1)`. */
function block(open, items, close, depth) {
  if (items.length === 0) return open + close;
  const indent = " ".repeat(depth + 1);
  return `${open}\n${indent}${items.join(`,\n${indent}`)}\n${" ".repeat(depth)}${close}`;
}

/** JSON as nbformat writes it: one space of indent, keys sorted, characters as they are. */
export function writeJson(value, depth = 0) {
  if (Array.isArray(value)) {
    const items = value.map((item) => writeJson(item, depth + 1));
    return block("[", items, "]", depth);
  }
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value).sort(byCodePoint);
    const items = keys.map((key) => `${JSON.stringify(key)}: ${writeJson(value[key], depth + 1)}`);
    return block("{", items, "}", depth);
  }
  return JSON.stringify(value);
}
