/** The name that is most like a wanted one, if any is like enough to be meant: at most a third of its letters differ. */
function nearestName(wanted: string, names: readonly string[]): string | undefined {
  const plain = (text: string): string => text.trim().toLowerCase();
  const most = Math.floor(wanted.length / 3);
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const distance = editDistance(plain(wanted), plain(name));
    if (distance <= most && (best === undefined || distance < best.distance))
      best = { name, distance };
  }
  return best?.name;
}

/** The part of a message that says which name was probably meant; empty where none is like enough. */
export function nearestText(wanted: string, names: readonly string[]): string {
  const nearest = nearestName(wanted, names);
  return nearest === undefined ? "" : `; ${JSON.stringify(nearest)} is nearest to it`;
}

/** Letters to insert, delete or replace that make one text of another (Levenshtein 1966). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length];
}
