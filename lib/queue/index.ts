/**
 * Runs spread over many machines by a queue on Redis or Valkey: the producer's side and the worker's.
 * @module batchwise/queue
 */

export { QueueError } from "../jobs/queueError.js";
export { type QueueSettings, withQueue } from "../jobs/queueSettings.js";
export type { Served } from "../jobs/serveQueues.js";
export type { WorkerProgram } from "./programWork.js";
export { type ServeOptions, serveQueue } from "./serveQueue.js";
