import { createHash } from "node:crypto";
import type { Dataset } from "../data/dataset.js";
import { canonicalJson, isRecord, parsePlain } from "../search/plainJson.js";
import { codeVersion } from "./machine.js";

/** What the jobs of one call have in common. */
export interface SharedWork<J = unknown> {
  /** Which of a worker's works does them. */
  readonly kind: string;
  /** All they depend on besides the data and the job itself, as plain JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What they are about: a data set, or else what tells their queue from others and is told to workers. */
  readonly subject: Dataset | { readonly name: string; readonly text: string };
  /** Jobs with the same text stand one after the other in the queue, since workers remember what they have in common. */
  readonly groupBy?: (job: J) => string;
}

/** A job as it lies in the queue: plain JSON. */
export interface Message {
  readonly version: string;
  /** Hash of the settings, which lie beside it once. */
  readonly work: string;
  /** The job, as `plainJson` writes it. */
  readonly job: string;
}

/** What a worker made of a job. */
export interface Answer {
  readonly machine: string;
  readonly output: unknown;
}

/** An entry in the list of queues. */
export interface QueueEntry {
  readonly version: string;
  /** The fingerprint of the data, or the name of the subject. */
  readonly subject: string;
  /** Whether the subject is data, which a worker needs. */
  readonly data: boolean;
  /** What it is, for whoever looks at it. */
  readonly text: string;
  /** When the producer was last there, in milliseconds. */
  readonly seen: number;
}

/** Where everything but the queues themselves lies on the server. */
export const KEYS = {
  queues: "batchwise:queues",
  data: (fingerprint: string): string => `batchwise:data:${fingerprint}`,
  work: (hash: string): string => `batchwise:work:${hash}`,
};

/** How long data and settings stay after they were last used. */
export const KEEP_SECONDS: number = 7 * 24 * 3600;

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}

/** The name of the queue of a subject: no worker of another version or of other data looks into it. */
export function queueName(subject: string, version: string = codeVersion()): string {
  return `batchwise-${version}-${subject.slice(0, 16)}`;
}

/** Equal jobs have equal numbers, so that none waits twice. */
export function jobId(work: string, job: unknown): string {
  return `r-${hashOf(`${work} ${canonicalJson("queue", job)}`)}`;
}

/** What lies in the queue, if it is a message. */
export function messageFrom(data: unknown): Message | undefined {
  if (!isRecord(data)) return undefined;
  const { version, work, job } = data;
  return typeof version === "string" && typeof work === "string" && typeof job === "string"
    ? { version, work, job }
    : undefined;
}

/** What a worker gave back, if it is an answer. */
export function answerFrom(text: unknown): Answer | undefined {
  try {
    const answer = typeof text === "string" ? parsePlain(text) : undefined;
    if (!isRecord(answer) || !("output" in answer)) return undefined;
    const { machine, output } = answer;
    return typeof machine === "string" ? { machine, output } : undefined;
  } catch {
    return undefined;
  }
}

/** The list's entry, if it is one. */
export function entryFrom(text: string): QueueEntry | undefined {
  try {
    const entry: unknown = JSON.parse(text);
    if (!isRecord(entry)) return undefined;
    const { version, subject, seen } = entry;
    return typeof version === "string" && typeof subject === "string" && typeof seen === "number"
      ? { version, subject, seen, data: entry["data"] === true, text: String(entry["text"]) }
      : undefined;
  } catch {
    return undefined;
  }
}
