"""Runs notebooks headless and in parallel.

  execute.py --out FOLDER [--jobs N] [--timeout SECONDS] [--kernel NAME] [--cwd FOLDER] NOTEBOOK...

Each executed notebook, whole or partial, is written to FOLDER under its own name, with `metadata.batchwise`:
  status   "ok" | "failed" | "timeout" | "dead" | "interrupted"
  started  ISO 8601, UTC;  seconds;  cells (code cells);  cores;  profile (from NB_PARAMS)
  error    {cell, line, ename, evalue}, unless ok; cell counts code cells from 1, 0: the kernel did not start
and each executed cell with `metadata.batchwise.seconds`. NB_PARAMS (JSON) reaches the notebook as it is.
BATCHWISE_JOURNALS, a folder: each notebook has a folder of its own in it for finished work, removed when it is ok.

Standard output: one JSON object per line, `event` being start, cell, cellDone or done.
Ends, keeping the partial notebooks, on SIGINT, SIGTERM, or when standard input is closed by a parent that is gone.
Exit code: 0 when every notebook is ok, 1 when one is not, 130 when stopped.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
import threading
from pathlib import Path

import quickstart  # noqa: F401  first, for it is about imports
from guardian import Guardian
from runner import Run


def emit(event: str, **fields: object) -> None:
    try:
        print(json.dumps({"event": event, **fields}), flush=True)
    except BrokenPipeError:  # the parent is gone; the end of standard input stops the run
        sys.stdout = open(os.devnull, "w")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Runs notebooks headless and in parallel.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=600)
    parser.add_argument("--kernel", default="batchwise")
    parser.add_argument("--cwd", default=None)
    parser.add_argument("notebooks", type=Path, nargs="+")
    options = parser.parse_args()
    if options.jobs < 1 or options.timeout <= 0:
        parser.error("--jobs and --timeout must be positive")
    options.profile = json.loads(os.environ.get("NB_PARAMS", "{}")).get("profile", "quick")
    return options


async def main() -> int:
    options = arguments()
    guardian = Guardian()
    runs = [
        Run(source, options.out / source.name, options, guardian, emit) for source in options.notebooks
    ]
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()

    async def stop() -> None:
        if not stopped.is_set():
            stopped.set()
            await asyncio.gather(*(run.stop() for run in runs))

    def request_stop() -> None:
        asyncio.ensure_future(stop())

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, request_stop)

    def watch_parent() -> None:
        while sys.stdin.buffer.read(1024):
            pass
        loop.call_soon_threadsafe(request_stop)

    if not sys.stdin.isatty():
        threading.Thread(target=watch_parent, daemon=True).start()

    slots = asyncio.Semaphore(options.jobs)

    async def one(run: Run) -> bool:
        async with slots:
            return not stopped.is_set() and await run.execute()

    results = await asyncio.gather(*(one(run) for run in runs))
    guardian.close()
    return 130 if stopped.is_set() else 0 if all(results) else 1


if __name__ == "__main__":
    code = asyncio.run(main())
    sys.stdout.flush()
    os._exit(code)  # the thread that reads standard input does not hold the end up
