import { cpus } from "node:os";
import type tfjs from "@tensorflow/tfjs-node";

/** The module tfjs-node. */
export type Tensorflow = typeof tfjs;

/** Loads tfjs-node, which takes a second or two the first time. */
export async function loadTensorflow(): Promise<Tensorflow> {
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
  process.env["TF_NUM_INTRAOP_THREADS"] ??= String(cpus().length);
  const { default: tf } = await import("@tensorflow/tfjs-node");
  return tf;
}
