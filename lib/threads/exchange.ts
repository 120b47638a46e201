import type { Worker } from "node:worker_threads";

/** How an exchange ends: with what the thread gave, or with an error. */
export interface Ending<O> {
  readonly resolve: (output: O) => void;
  readonly reject: (error: unknown) => void;
}

/** Sends a message to a thread and hears its answers until `hear` ends the exchange, or the thread fails. */
export function exchange<A, O>(
  worker: Worker,
  message: unknown,
  hear: (answer: A, ending: Ending<O>) => void,
): Promise<O> {
  let forget = (): void => {};
  return new Promise<O>((resolve, reject) => {
    const listen = (answer: A): void => hear(answer, { resolve, reject });
    const leave = (code: number): void => reject(new Error(`a thread ended with ${code}`));
    worker.on("message", listen).on("error", reject).on("exit", leave);
    forget = () => void worker.off("message", listen).off("error", reject).off("exit", leave);
    worker.postMessage(message);
  }).finally(() => forget());
}
