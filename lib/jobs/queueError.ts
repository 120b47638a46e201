/**
 * A queue that cannot be used: its server, what a worker was given, or a job that failed there. The message says what
 * to do.
 */
export class QueueError extends Error {
  override readonly name = "QueueError";
  /** Whether other jobs may be done nevertheless: it is one job that failed. */
  readonly ofJobs: boolean;

  constructor(message: string, options: ErrorOptions & { readonly ofJobs?: boolean } = {}) {
    super(message, options);
    this.ofJobs = options.ofJobs ?? false;
  }
}

/** The address without its password. */
export function shownUrl(url: string): string {
  return url.replace(/\/\/([^@/]*)@/, (_, user: string) => `//${user.replace(/:.*/, ":…")}@`);
}

const NO_TLS =
  "the host does not answer, or does not speak TLS; look at the address and the firewall, or write redis:// in place of rediss://";
const KNOWN: readonly (readonly [pattern: RegExp, said: string])[] = [
  [
    /WRONGPASS|invalid password|invalid username/i,
    "the password or the user's name is wrong; give the right one, as in redis://:password@host or rediss://user:password@host",
  ],
  [
    /NOAUTH|Authentication required/i,
    "the server wants a password; give it in the address, as in redis://:password@host",
  ],
  [
    /without any password configured|no password is set/i,
    "a password was given, and the server has none; leave it out of the address, or set requirepass on the server",
  ],
  [
    /NOPERM/,
    "this user may not do what a queue needs; allow it all commands on the keys bull:* and batchwise:*",
  ],
  [
    /\bOOM\b|used memory > 'maxmemory'/,
    "the server's memory is full; raise its maxmemory, or remove what else is kept there. What is finished stays finished: the same command goes on",
  ],
  [
    /MISCONF/,
    "the server cannot write to its disk; free some of it, then run the same command again",
  ],
  [/READONLY/, "this is a read-only replica; give the address of the server that it copies"],
  [
    /ECONNREFUSED/,
    "no server answers there; start one (redis-server --appendonly yes --maxmemory-policy noeviction), or mend the address",
  ],
  [/ENOTFOUND|EAI_AGAIN/, "there is no host of this name; mend the address"],
  [
    /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|connect timeout/i,
    "the host does not answer; look at the address, the firewall and the server's bind setting",
  ],
  [
    /WRONG_VERSION_NUMBER|packet length too long/i,
    "the server does not speak TLS; write redis:// in place of rediss://",
  ],
  [
    /self.signed|unable to (verify|get)|ERR_TLS_CERT|CERT_/i,
    "the server's certificate is not trusted; name its authority's file in NODE_EXTRA_CA_CERTS",
  ],
  [
    /ECONNRESET|Connection is closed|EPIPE/i,
    "the server ended the connection; is it of TLS (then write rediss://), and does it run?",
  ],
];

/** What an error of the server or of the network means, and what mends it. */
export function explained(url: string, error: unknown): QueueError {
  if (error instanceof QueueError) return error;
  const { message, code } = error as Error & { readonly code?: string };
  const text = `${code ?? ""} ${message}`;
  const tls = /^rediss:/.test(url) && /ETIMEDOUT/.test(text) ? NO_TLS : undefined;
  const said = tls ?? KNOWN.find(([pattern]) => pattern.test(text))?.[1];
  return new QueueError(
    `${shownUrl(url)}: ${said === undefined ? message : `${said} (${message})`}`,
    { cause: error },
  );
}
