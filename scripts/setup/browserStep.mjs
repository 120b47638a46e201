import { ensureBrowser, findBrowser } from "../browser.mjs";

/** A Chromium for the figures' pictures and the browser tests; `BATCHWISE_PICTURES=off` does without. */
export const browserStep = {
  title: "Browser",
  isDone: () => process.env["BATCHWISE_PICTURES"] === "off" || findBrowser() !== null,
  /** @param {(text: string) => void} report */
  install: (report) => ensureBrowser({ log: (line) => report(line.slice(0, 60)) }),
};
