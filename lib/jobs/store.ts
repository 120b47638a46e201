import type { Dataset } from "../data/dataset.js";
import { featuresOf } from "../data/dataset.js";
import { fingerprint } from "../data/fingerprint.js";
import { isRecord, parsePlain, plainJson } from "../search/plainJson.js";
import type { Link } from "./connect.js";
import { codeVersion } from "./machine.js";
import { hashOf, KEEP_SECONDS, KEYS, type QueueEntry, type SharedWork } from "./messages.js";
import { packDataset, unpackDataset } from "./packDataset.js";
import { QueueError, shownUrl } from "./queueError.js";

/** What stands on the server for the jobs of a call. */
export interface Stored {
  /** Hash of the settings. */
  readonly work: string;
  readonly subject: string;
  readonly entry: () => QueueEntry;
  /** Puts there what the server has lost. */
  readonly refresh: () => Promise<void>;
}

/** Puts the settings and the data of jobs onto the server, where they are not there yet. */
export async function store(
  link: Link,
  { kind, settings, subject }: Pick<SharedWork, "kind" | "settings" | "subject">,
): Promise<Stored> {
  const text = plainJson("queue", { kind, settings });
  const work = hashOf(text);
  const data = isDataset(subject) ? subject : undefined;
  const name = isDataset(subject) ? fingerprint(subject) : subject.name;
  const said = isDataset(subject)
    ? `${subject.n} examples of ${featuresOf(subject)} features`
    : subject.text;
  const refresh = async (): Promise<void> => {
    await link.ask(link.client.set(KEYS.work(work), text, "EX", KEEP_SECONDS));
    if (data) await putData(link, data, KEYS.data(name));
  };
  await refresh();
  return { work, subject: name, entry: () => entryOf(name, data !== undefined, said), refresh };
}

async function putData(
  { client, ask, settings: { url, dataMegabytes } }: Link,
  data: Dataset,
  key: string,
): Promise<void> {
  if (dataMegabytes === 0 || (await ask(client.expire(key, KEEP_SECONDS))) === 1) return;
  const packed = await packDataset(data);
  if (packed.length > 1e6 * dataMegabytes)
    throw new QueueError(
      `${shownUrl(url)}: the data take ${Math.ceil(packed.length / 1e6)} MB, more than the ${dataMegabytes} that may be put onto the server; raise dataMegabytes, or set it to 0 and give each worker the data (npm run worker -- --data file …)`,
    );
  await ask(client.set(key, packed, "EX", KEEP_SECONDS));
}

function entryOf(subject: string, data: boolean, text: string): QueueEntry {
  return { version: codeVersion(), subject, data, text, seen: Date.now() };
}

function isDataset(subject: SharedWork["subject"]): subject is Dataset {
  return "x" in subject;
}

/** The settings with this hash. */
export async function storedWork(
  { client, ask }: Link,
  work: string,
): Promise<Pick<SharedWork, "kind" | "settings">> {
  const text = await ask(client.getex(KEYS.work(work), "EX", KEEP_SECONDS));
  if (text === null)
    throw new QueueError(
      "the settings of this job are no longer on the server; run its producer again",
    );
  const found = hashOf(text) === work ? parsePlain(text) : undefined;
  if (!isRecord(found) || typeof found["kind"] !== "string" || !isRecord(found["settings"]))
    throw new QueueError("the settings of this job are not as its producer wrote them");
  return { kind: found["kind"], settings: found["settings"] };
}

/** The data set with this fingerprint. */
export async function storedDataset({ client, ask }: Link, name: string): Promise<Dataset> {
  const packed = await ask(client.getexBuffer(KEYS.data(name), "EX", KEEP_SECONDS));
  if (packed === null)
    throw new QueueError(
      `the data with the fingerprint ${name.slice(0, 12)} are not on the server; start this worker with their file (npm run worker -- --data file …), or run the producer again`,
    );
  return await unpackDataset(packed, name);
}
