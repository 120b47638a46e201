import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Threaded builds have a p in their name where a distribution has several. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  linux: ["libopenblas.so.0", "libopenblasp.so.0", "libopenblas.so.3", "libopenblas.so"],
  darwin: ["libopenblas.dylib", "libopenblas.0.dylib"],
  win32: ["libopenblas.dll", "openblas.dll"],
};

const TRIPLETS: Readonly<Record<string, string>> = {
  x64: "x86_64-linux-gnu",
  arm64: "aarch64-linux-gnu",
};

/** Files where a system keeps OpenBLAS, those that are there, in the order of the system's own search. */
export function openblasPlaces(): string[] {
  const listed = (variable: string): string[] =>
    (process.env[variable] ?? "").split(delimiter).filter((folder) => folder !== "");
  const conda = process.env["CONDA_PREFIX"];
  const folders: Readonly<Record<string, readonly string[]>> = {
    linux: [
      ...listed("LD_LIBRARY_PATH"),
      ...(conda ? [join(conda, "lib")] : []),
      "/usr/local/lib",
      join("/usr/lib", TRIPLETS[process.arch] ?? ""),
      "/usr/lib64",
      "/usr/lib",
    ],
    darwin: [
      ...listed("DYLD_LIBRARY_PATH"),
      ...(conda ? [join(conda, "lib")] : []),
      "/opt/homebrew/opt/openblas/lib",
      "/usr/local/opt/openblas/lib",
      "/opt/local/lib",
    ],
    win32: listed("PATH"),
  };
  const names = NAMES[process.platform] ?? [];
  return (folders[process.platform] ?? [])
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .filter((file) => existsSync(file));
}
