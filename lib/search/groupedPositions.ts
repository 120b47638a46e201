/** The positions of jobs with the same name together, names in the order of their first job. */
export function groupedPositions<J>(
  jobs: readonly J[],
  nameOf: (job: J) => string = () => "",
): number[][] {
  const groups = new Map<string, number[]>();
  for (const [position, job] of jobs.entries()) {
    const name = nameOf(job);
    const group = groups.get(name);
    if (group) group.push(position);
    else groups.set(name, [position]);
  }
  return [...groups.values()];
}
