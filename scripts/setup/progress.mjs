const SECONDS_BETWEEN_LINES = 10;

/** @param {number} milliseconds */
export const seconds = (milliseconds) => `${Math.round(milliseconds / 1000)} s`;

/**
 * One line for a long step: what, how far, how long. On a terminal it is rewritten in place;
 * elsewhere a new line appears every ten seconds.
 * @param {string} title
 */
export function startProgress(title) {
  const started = Date.now();
  const live = process.stdout.isTTY === true;
  let detail = "";
  let printed = started;
  const line = () => `${title} … ${detail}${detail && ", "}${seconds(Date.now() - started)}`;
  const paint = () => {
    if (live)
      process.stdout.write(`\r\x1b[2K${line().slice(0, (process.stdout.columns ?? 80) - 1)}`);
    else if (Date.now() - printed >= SECONDS_BETWEEN_LINES * 1000) {
      printed = Date.now();
      console.log(line());
    }
  };
  if (!live) console.log(`${title} …`);
  const timer = setInterval(paint, 250);
  const end = () => {
    clearInterval(timer);
    if (live) process.stdout.write("\r\x1b[2K");
  };
  return {
    /** @param {string} text how far */
    report(text) {
      detail = text;
    },
    /** @param {string} outcome what came of it */
    done(outcome) {
      end();
      console.log(`${title}: ${outcome}, ${seconds(Date.now() - started)}`);
    },
    fail() {
      end();
      console.log(`${title}: failed after ${seconds(Date.now() - started)}`);
    },
  };
}
