/** What a thread is sent: what its jobs share, and one job after the other. */
export type ToThread =
  | {
      readonly kind: "shared";
      readonly shared: unknown;
      /** 1 once the work is to end. */
      readonly abort: Int32Array<SharedArrayBuffer>;
    }
  | { readonly kind: "job"; readonly job: unknown };

/** What a thread answers to a job. */
export type FromThread<O> =
  | { readonly kind: "progress"; readonly share: number }
  | { readonly kind: "done"; readonly output: O }
  | { readonly kind: "failed"; readonly error: unknown };
