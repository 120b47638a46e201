import { refuse } from "../check.js";

/**
 * Fails where data have a real target and what is to be done with them asks for classes.
 * @param mend what a reader with a real target does in place of it
 */
export function requireClasses(
  who: string,
  { target }: { readonly target?: { readonly name: string } },
  mend: string,
): void {
  if (target)
    refuse(
      who,
      `data must have classes; for a real target ${mend}`,
      `a real target, ${target.name}`,
    );
}
