import { ensureSetup } from "./setup.mjs";

/** `npm run docs`: the pages of the library's API in docs/api. A warning is a failure. */
await ensureSetup();
const { ensureTypedoc } = await import("./docs/typedoc.mjs");
const { writeApiPages } = await import("./docs/apiPages.mjs");
process.exitCode = (await writeApiPages(await ensureTypedoc())) ? 0 : 1;
