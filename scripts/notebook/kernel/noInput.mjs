import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { Readable } from "node:stream";

/** Functions of `node:fs` that read a file given by its path or number. */
const READING = ["readFileSync", "readSync", "openSync", "readFile", "read", "createReadStream"];

function noInput() {
  const how = 'give the value in a cell (const answer = "…"), or read it from a file';
  return new Error(`stdin: the kernel takes no input; ${how}`);
}

/** A stdin that fails as soon as something reads from it. */
function failingInput() {
  return new Readable({
    read() {
      this.destroy(noInput());
    },
  });
}

/**
 * Lets whatever reads stdin fail at once: Jupyter has closed it, so that `readline` would wait for an
 * answer until the cell's time is over.
 */
export function refuseInput() {
  let input = failingInput();
  const get = () => {
    if (input.destroyed) input = failingInput(); // each cell hears of it
    return input;
  };
  Object.defineProperty(process, "stdin", { get, configurable: true, enumerable: true });
  for (const [module, names] of /** @type {[any, string[]][]} */ ([
    [fs, READING],
    [fs.promises, ["readFile", "open"]],
  ]))
    for (const name of names) {
      const read = module[name];
      module[name] = (file, ...rest) => {
        if (file === 0 || file === "/dev/stdin") throw noInput();
        return read(file, ...rest);
      };
    }
  syncBuiltinESMExports();
}
