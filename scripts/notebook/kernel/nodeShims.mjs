import util from "node:util";

/**
 * tfjs-node 4.22 calls two functions that Node 23 removed (most of its ops fail on Node 24) and that
 * Node 22 warns about. To be called before tfjs is loaded.
 */
export function shimNode() {
  util.isNullOrUndefined = (value) => value === null || value === undefined;
  util.isArray = Array.isArray;
}
