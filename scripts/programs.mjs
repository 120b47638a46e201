/** `npm run programs`: tests the three programs of examples/ and the callbacks with their libraries, which it sets up first. */
import { benchPython } from "./bench/environment.mjs";

await benchPython();
process.argv.splice(2, Infinity, "examples/");
await import("./test.mjs");
