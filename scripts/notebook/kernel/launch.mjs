// The kernel's process: node launch.mjs <connection file>
import { readFileSync } from "node:fs";
import { bindSockets, complain } from "./protocol/sockets.mjs";

/** The exit code where another program took a port between Jupyter's choice of it and the kernel's start. */
const PORT_TAKEN = 98;

// Before all that takes time: until then the ports are anyone's.
const connection = JSON.parse(readFileSync(process.argv[2], "utf8"));
const sockets = await bindSockets(connection).catch((error) => {
  if (error.code !== "EADDRINUSE") throw error;
  complain("another program has taken a port that Jupyter chose; start the kernel again", error);
  process.exit(PORT_TAKEN);
});
const { runKernel } = await import("./run.mjs");
await runKernel(connection, sockets);
