import assert from "node:assert/strict";
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { runTrials } from "batchwise";
import { QueueError, withQueue } from "batchwise/queue";
import { freePort, noServer, type Server, startServer } from "./server.js";
import { digits, settled, someTrials } from "./study.js";
import { endWorkers, startWorker } from "./workers.js";

const run = promisify(execFile);
const noOpenssl =
  spawnSync("openssl", ["version"]).status === 0 ? false : "SKIPPED: there is no openssl";

/** A certificate of `localhost` by an authority of its own, as the page on many machines says. */
function makeCertificates(folder: string): Readonly<Record<"ca" | "certificate" | "key", string>> {
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void =>
    void execFileSync("openssl", args, { stdio: "ignore" });
  const fresh = ["-newkey", "rsa:2048", "-nodes", "-days", "2"];
  const authority = ["-keyout", file("ca.key"), "-out", file("ca.pem"), "-subj", "/CN=authority"];
  openssl("req", "-x509", ...fresh, ...authority);
  const own = ["-keyout", file("key.pem"), "-out", file("request.pem"), "-subj", "/CN=localhost"];
  openssl("req", ...fresh, ...own);
  writeFileSync(file("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  const signed = ["-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-CAcreateserial"];
  const out = ["-out", file("cert.pem"), "-extfile", file("names"), "-days", "2"];
  openssl("x509", "-req", "-in", file("request.pem"), ...signed, ...out);
  return { ca: file("ca.pem"), certificate: file("cert.pem"), key: file("key.pem") };
}

suite("a queue over TLS", { skip: noServer || noOpenssl, timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "queue-tls-"));
  let server: Server;
  let url: string;
  let ca: string;
  before(async () => {
    const files = makeCertificates(folder);
    const port = await freePort();
    ca = files.ca;
    server = await startServer(
      ...["--tls-port", String(port), "--tls-auth-clients", "no"],
      ...["--tls-cert-file", files.certificate, "--tls-key-file", files.key],
      ...["--tls-ca-cert-file", files.ca],
    );
    url = server.url.replace("redis://", "rediss://").replace(/127.*/, `localhost:${port}`);
  });
  after(async () => {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [what, address, said] of [
    ["an authority that is not known", () => url, /not trusted; .*NODE_EXTRA_CA_CERTS/],
    ["a plain address", () => url.replace("rediss", "redis"), /is it of TLS \(then write rediss:/],
    ["TLS at a plain port", () => server.url.replace("redis:", "rediss:"), /write redis:\/\//],
  ] as const)
    test(`${what} is refused with the mend`, async () => {
      const asked = withQueue(address(), () => runTrials(digits, someTrials(1, 1)));
      await assert.rejects(asked, (error: Error) => {
        assert.ok(error instanceof QueueError);
        assert.match(error.message, said);
        assert.doesNotMatch(error.message, /not-a-secret/);
        return true;
      });
    });

  test("producer and worker that trust the authority give the rows that none gives", async () => {
    // For the two that are started: this process read its own when it began.
    process.env["NODE_EXTRA_CA_CERTS"] = ca;
    const worker = startWorker(url);
    const journal = join(folder, "journal.jsonl");
    const producer = fileURLToPath(new URL("producer.js", import.meta.url));
    await run(process.execPath, [producer, url, journal, "2", "4"]);
    await endWorkers(worker);
    const spread = await runTrials(digits, someTrials(2), { journal });
    assert.ok(spread.every(({ machine }) => machine !== undefined));
    assert.deepEqual(settled(spread), settled(await runTrials(digits, someTrials(2))));
  });
});
