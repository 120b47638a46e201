import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import { inspect } from "node:util";

const require = createRequire(import.meta.url);
const zmq = createRequire(require.resolve("tslab/package.json"))("zeromq");

/** ZeroMQ's thread sends what is still there when the process ends, this long. */
const LINGER_MS = 5000;
/**
 * Every message is handed to ZeroMQ's own thread at once, in the order of the calls, also in the middle
 * of a synchronous loop. Without a high-water mark it drops none (its default is to drop after 1000)
 * and so never asks to wait.
 */
const OUTGOING = { sendHighWaterMark: 0, sendTimeout: 0, linger: LINGER_MS };

/** To the terminal: no cell is at fault. */
export function complain(what, error) {
  try {
    writeSync(2, `kernel: ${what}: ${error instanceof Error ? error.message : inspect(error)}\n`);
  } catch {
    // the terminal is gone
  }
}

/** Binds the five sockets of a connection file. */
export async function bindSockets(connection) {
  const sockets = {
    iopub: new zmq.Publisher(OUTGOING),
    shell: new zmq.Router(OUTGOING),
    control: new zmq.Router(OUTGOING),
    stdin: new zmq.Router(OUTGOING),
    hb: new zmq.Router(OUTGOING), // a Reply socket that the peer leaves in mid-exchange is stuck
  };
  const address = ({ transport, ip }, port) =>
    transport === "ipc" ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`;
  await Promise.all(
    Object.entries(sockets).map(([name, socket]) =>
      socket.bind(address(connection, connection[`${name}_port`])),
    ),
  );
  return sockets;
}

/** Hands a message to ZeroMQ. One that cannot leave any more is no reason to fail. */
export function send(socket, frames) {
  try {
    socket.send(frames).catch((error) => complain("a message could not be sent", error));
  } catch (error) {
    complain("a message could not be sent", error);
  }
}

/** Messages that arrived, each with its receiver. */
const inbox = [];

/**
 * Calls `receive` with the frames of every message, in a turn of the event loop of its own: the loop
 * that waits for messages must not be what an interrupt breaks off.
 */
export async function listen(socket, receive) {
  for await (const frames of socket) {
    inbox.push(() => receive(frames));
    setImmediate(takeMessages);
  }
}

/** Takes what has arrived. Also after something was broken off, which drops immediates that wait behind it. */
export function takeMessages() {
  while (inbox.length > 0) inbox.shift()();
}
