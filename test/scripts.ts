/** The project's plain scripts, for tests: they are no modules of a package and carry no declarations. */

/** The project's folder. */
export const root: string = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** @param file below `scripts/` */
export async function script<T>(file: string): Promise<T> {
  return (await import(new URL(`../../scripts/${file}`, import.meta.url).href)) as T;
}
