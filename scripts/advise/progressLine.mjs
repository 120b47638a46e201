const MILLISECONDS_BETWEEN = { live: 100, lines: 10_000 };

const FIRST = 10;

/** The trainings done and the time left: on a terminal one line that is rewritten, elsewhere a line every ten seconds. */
export function startLine() {
  const live = process.stderr.isTTY === true;
  const started = Date.now();
  let first = 0;
  let finished = 0;
  let shown = started;
  const clear = () => {
    if (live) process.stderr.write("\r\x1b[2K");
  };
  return {
    /** @param {{ done: number, total: number, unit: string }} progress */
    show({ done, total, unit }) {
      // What the journal held is there at once, and says nothing about the pace.
      if (finished === 0 && Date.now() - started < 1000) first = done;
      finished = done;
      const now = Date.now();
      if (now - shown < MILLISECONDS_BETWEEN[live ? "live" : "lines"]) return;
      shown = now;
      const pace = (now - started) / 1000 / Math.max(1, done - first);
      const left = Math.ceil(pace * (total - done));
      // The first ones are no measure of the pace.
      const known = done - first >= FIRST ? `, about ${left} s left` : "";
      const text = `${done} of about ${total} ${unit}${known}`;
      clear();
      process.stderr.write(live ? text : `${text}\n`);
    },
    done: () => finished,
    end: clear,
  };
}
