/**
 * Text that came from data, made safe to stand in a figure's titles, labels and hover boxes (plotly reads
 * a small subset of HTML there) and in HTML: it shows as written, and is never markup.
 */
export function escapeText(text: unknown): string {
  return String(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** What {@link escapeText} was given, for places that show text as it is. */
export function unescapeText(escaped: string): string {
  return escaped
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&gt;", ">")
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");
}
