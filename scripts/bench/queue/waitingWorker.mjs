// A worker whose jobs wait for so many seconds: it keeps no core busy, so that many fit on one machine.
import { setTimeout as wait } from "node:timers/promises";
import { serveQueues } from "../../../lib/dist/jobs/serveQueues.js";

const [queue, places] = process.argv.slice(2);
const end = new AbortController();
process.once("SIGTERM", () => end.abort(new Error("SIGTERM")));
await serveQueues({
  queue,
  places: Number(places),
  works: {
    wait: async () => async (job) => {
      await wait(1000 * /** @type {{ seconds: number }} */ (job).seconds);
      return 0;
    },
  },
  giveBack: end.signal,
  onChange: ({ text }) => text.startsWith("works") && process.send?.("ready"),
});
