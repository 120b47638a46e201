import { ArgumentError } from "../../check.js";
import { compile } from "../../wasm/instance.js";
import { WasmKernels } from "../../wasm/kernels.js";
import type { Address, Kernels } from "./kernels.js";

/** Named arrays of float64, zero at first, in one memory that the kernels work on. */
export interface Workspace<Name extends string> {
  readonly kernels: Kernels;
  /** The kernels with their memory, for calls that two threads may share. */
  readonly instance: WasmKernels<Kernels>;
  readonly at: Readonly<Record<Name, Address>>;
  readonly view: Readonly<Record<Name, Float64Array>>;
}

const ALIGNMENT = 16;
/** Addresses below this are never handed out, so that 0 can mean "none". */
const FIRST = 64;

const modules = new Map<boolean, WebAssembly.Module>();

/** The kernels, compiled for a memory that threads share or for one of their own. */
function moduleFor(shared: boolean): WebAssembly.Module {
  const known = modules.get(shared);
  if (known) return known;
  const file = shared ? "./kernels.shared.wasm" : "./kernels.wasm";
  const module = compile(new URL(file, import.meta.url));
  modules.set(shared, module);
  return module;
}

/** Shared memories that are free: the second thread would hold each for long, so they are used again. */
const idle: WasmKernels<Kernels>[] = [];

/**
 * A workspace of arrays with the given lengths, in numbers. It is freed with its last reference, but one that
 * two threads share is to be given back by `release`.
 * Compiling (once) and instantiating are synchronous, so that solvers are plain functions.
 */
export function allocate<Name extends string>(
  lengths: Readonly<Record<Name, number>>,
  { shared = false }: { readonly shared?: boolean } = {},
): Workspace<Name> {
  const names = Object.keys(lengths) as Name[];
  const at = {} as Record<Name, Address>;
  let end = FIRST;
  for (const name of names) {
    at[name] = end;
    end += Math.ceil((8 * lengths[name]) / ALIGNMENT) * ALIGNMENT;
  }
  const instance = instanceOf(end, shared);
  const view = {} as Record<Name, Float64Array>;
  for (const name of names)
    view[name] = new Float64Array(instance.memory.buffer, at[name], lengths[name]);
  return { kernels: instance.kernels, instance, at, view };
}

/** Gives back a workspace that two threads shared; its arrays may not be used any more. */
export function release({ instance }: Pick<Workspace<never>, "instance">): void {
  if (instance.shared) idle.push(instance);
}

/** An instance with at least so many bytes, all 0. */
function instanceOf(bytes: number, shared: boolean): WasmKernels<Kernels> {
  try {
    const known = shared ? idle.pop() : undefined;
    if (known === undefined) return new WasmKernels<Kernels>(moduleFor(shared), { bytes, shared });
    known.reserve(bytes);
    new Uint8Array(known.memory.buffer, FIRST, bytes - FIRST).fill(0);
    return known;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ArgumentError(
      `linear: this fit needs ${(bytes / 2 ** 20).toFixed(0)} MB of working memory, more than there is`,
    );
  }
}
