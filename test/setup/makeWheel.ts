import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** A small wheel with the names of the real one; its SHA-256 is returned. */
export function makeWheel(path: string): string {
  const program = `
import hashlib, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    for name in ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2", "include/tensorflow/c/c_api.h",
                 "include/tensorflow/cc/other.h", "python/other.py"]:
        wheel.writestr("tensorflow/" + name, "")
    info = sys.argv[1].split("/")[-1].split("-")[0] + "-2.21.0.dist-info/"
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: " + info.split("-")[0] + "\\nVersion: 2.21.0\\n")
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nTag: cp312-cp312-manylinux_2_27_x86_64\\n")
    wheel.writestr(info + "RECORD", "")
print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())`;
  const made = spawnSync(join(process.cwd(), ".venv", "bin", "python"), ["-c", program, path], {
    encoding: "utf8",
  });
  assert.equal(made.status, 0, made.stderr);
  return made.stdout.trim();
}
