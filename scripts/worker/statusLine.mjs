const MILLISECONDS_BETWEEN = { live: 100, lines: 10_000 };

/** What a worker does: on a terminal one line that is rewritten, elsewhere a line every ten seconds and when it changes. */
export function startLine() {
  const live = process.stderr.isTTY === true;
  let shown = 0;
  let said = "";
  const end = () => {
    if (live) process.stderr.write("\r\x1b[2K");
  };
  return {
    /** @param {import("../../lib/dist/queue/index.js").Served} served */
    show({ done, failed, running, text }) {
      const now = Date.now();
      const due = now - shown >= MILLISECONDS_BETWEEN[live ? "live" : "lines"];
      if (!due && text === said) return;
      [shown, said] = [now, text];
      end();
      const counts = `${done} runs done${failed > 0 ? `, ${failed} failed` : ""}, ${running} at work`;
      process.stderr.write(`worker: ${counts}; ${text}${live ? "" : "\n"}`);
    },
    end,
  };
}
