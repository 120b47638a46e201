/*
 * Draws the kernel's figures in a process of its own, so that a busy notebook does not hold the browser up,
 * and that the browser ends, with its files, however the kernel ends: the channel between them closes.
 *
 * In: { id, figure }, plotly's JSON as text. Out: { id, png } or { id, message, stuck? }; { unusable } when no browser starts.
 */
import { findBrowser, launchBrowser } from "../../../browser.mjs";
import { Drawing } from "../../page/drawing.mjs";

const SECONDS_TO_START = 30;
const SECONDS_PER_FIGURE = 30;
/** A browser that is not closed by then is killed. */
const FAREWELL_MS = 60_000;

const tell = (message) => {
  if (process.connected) process.send?.(message);
};
const firstLine = (error) => String(error.message).split("\n")[0].replace(/\.$/, "");

/** Nothing is installed from here: a reader waits for the figure. */
async function start() {
  const found = findBrowser();
  if (!found) throw new Error("no Chrome, Chromium or Edge was found");
  const browser = await launchBrowser({ executable: found.path, seconds: SECONDS_TO_START });
  browser.once("disconnected", () => {
    if (process.connected) process.exit(); // else it is being closed, which takes it a while to clean up after
  });
  return { browser, drawing: new Drawing(browser, { seconds: SECONDS_PER_FIGURE }) };
}

const starting = start();
starting.catch((error) => {
  tell({ unusable: firstLine(error) });
  process.disconnect?.();
});
process.once("disconnect", async () => {
  setTimeout(() => process.exit(), FAREWELL_MS);
  await starting.then(({ browser }) => browser.close()).catch(() => undefined);
  process.exit();
});

let turn = Promise.resolve();
/** @param {any} request */
const answer = async ({ id, figure }) => {
  const { drawing } = await starting;
  tell({ id, ...(await drawing.draw(JSON.parse(figure))) });
};
process.on("message", (request) => {
  turn = turn.then(() => answer(request)).catch(() => undefined); // a failed start has been told
});
