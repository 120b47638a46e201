/**
 * `node scripts/adviceExample.mjs advice/breast-cancer/advice.json`: the answer that README.md quotes, out of an advice.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withMarkedPart } from "./markedPart.mjs";
import { root } from "./setup/paths.mjs";

const [, , file = "advice/breast-cancer/advice.json"] = process.argv;
const { adviceText } = await import("../lib/dist/advise/index.js");
const [answer] = adviceText(JSON.parse(readFileSync(file, "utf8"))).split("\n");
const readme = path.join(root, "README.md");
const content = `> ${answer}`;
writeFileSync(
  readme,
  withMarkedPart(readFileSync(readme, "utf8"), { file: "README.md", part: "advice", content }),
);
