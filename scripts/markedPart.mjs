/**
 * A file's text with new content between the lines `<!-- part -->` and `<!-- /part -->`, which it must hold.
 * @param {string} text
 * @param {{ file: string, part: string, content: string }} options file: its name for the message
 */
export function withMarkedPart(text, { file, part, content }) {
  const [open, close] = [`<!-- ${part} -->`, `<!-- /${part} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start)
    throw new Error(`${file} must hold ${open} and, after it, ${close}`);
  return `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`;
}
