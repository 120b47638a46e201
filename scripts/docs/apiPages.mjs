import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { seconds } from "../setup/progress.mjs";
import { readableSignatures } from "./readableSignatures.mjs";

const lib = join(root, "lib");
const out = join(root, "docs", "api");

/** The source of every entry of the package that programs import. */
function entryPoints() {
  const { exports } = JSON.parse(readFileSync(join(lib, "package.json"), "utf8"));
  return Object.values(exports).flatMap((entry) =>
    typeof entry === "string"
      ? []
      : join(lib, entry.default.types.replace("./dist/", "").replace(/\.d\.ts$/, ".ts")),
  );
}

const options = {
  name: "Batchwise: API",
  entryPoints: entryPoints(),
  tsconfig: join(lib, "tsconfig.json"),
  readme: join(lib, "README.md"),
  out,
  // What only subclasses within the library see is no API.
  excludePrivate: true,
  excludeProtected: true,
  // Sources are named by their place in the repository, which may be cloned anywhere.
  disableGit: true,
  sourceLinkTemplate: "{path}",
  githubPages: false,
  validation: {
    notExported: true,
    invalidLink: true,
    invalidPath: true,
    rewrittenLink: true,
    notDocumented: true,
    unusedMergeModuleWith: true,
  },
  // Not "Property": of `rng` or `title` a sentence could only repeat the name. Those with a unit, a
  // shape or a default have theirs. Not "Constructor": the class and its options say what it makes.
  requiredToBeDocumented: [
    ...["Module", "Function", "Class", "Interface", "TypeAlias", "Variable", "Enum"],
    ...["Method", "Accessor"],
  ],
};

/**
 * Writes the pages; says what is wrong with the doc comments.
 * @param {any} typedoc its module
 * @returns {Promise<boolean>} whether there was nothing to warn of
 */
export async function writeApiPages(typedoc) {
  const started = Date.now();
  const app = await typedoc.Application.bootstrapWithPlugins(options);
  readableSignatures(app, typedoc);
  const project = await app.convert();
  if (!project) return false;
  app.validate(project);
  const { logger } = app;
  if (logger.hasErrors() || logger.hasWarnings()) {
    console.error(`API pages: ${logger.errorCount + logger.warningCount} problems, none written`);
    return false;
  }
  await app.generateOutputs(project);
  console.log(`API pages: ${join(out, "index.html")}, ${seconds(Date.now() - started)}`);
  return !logger.hasErrors() && !logger.hasWarnings();
}
