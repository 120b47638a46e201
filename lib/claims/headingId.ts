/** The id that a report gives a heading: its words in lower case, joined by hyphens. */
export function headingId(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
}

/** The address of a heading in a notebook's report, beside the page that links to it. */
export function headingAddress({
  notebook,
  anchor,
}: {
  readonly notebook: string;
  readonly anchor: string;
}): string {
  return `${encodeURIComponent(notebook)}.html#${encodeURIComponent(headingId(anchor))}`;
}
