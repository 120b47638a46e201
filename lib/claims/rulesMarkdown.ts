import { CLAIM_IDS } from "./claim.js";
import { CLAIMS } from "./claims.js";
import { ruleText } from "./decide.js";
import { markdownText } from "./ledgerMarkdown.js";

/** Every rule as a Markdown table: what is measured, how it is read, when that was fixed, and what had been seen. */
export function rulesMarkdown(): string {
  const lines = CLAIM_IDS.flatMap((id) =>
    Object.entries(CLAIMS[id].conditions).map(([name, condition]) => {
      const { statement, notebook, effect, onlyShown, dated, seenBefore } = condition;
      const shown = onlyShown === undefined ? "" : ` Only shown: ${onlyShown}.`;
      const cells = [
        `${id}${statement} ${name}`,
        notebook,
        `${effect}: ${ruleText(condition)}.${shown}`,
        dated,
        seenBefore,
      ];
      return `| ${cells.map(markdownText).join(" | ")} |`;
    }),
  );
  const head = ["Condition", "Notebook", "Measured, and how it is read", "Fixed", "Seen before"];
  return [`| ${head.join(" | ")} |`, `|${"---|".repeat(head.length)}`, ...lines].join("\n");
}
