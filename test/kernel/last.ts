import assert from "node:assert/strict";
import { printed, type Session } from "./session.js";

/** Runs cells one after another, which must succeed: what the last one prints. */
export async function last(session: Session, ...cells: readonly string[]): Promise<string> {
  let text = "";
  for (const cell of cells) {
    const result = await session.run(cell);
    text = printed(result);
    assert.equal(result.reply.status, "ok", JSON.stringify(result.outputs));
  }
  return text;
}
