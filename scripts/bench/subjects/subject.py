"""The side of a subject in the conversation with `worker.mjs`: one line of JSON in, one out."""

import json
import sys


def serve(versions: dict, answer) -> None:
    """Answers requests until standard input closes. Whatever else prints goes to standard error."""
    out, sys.stdout = sys.stdout, sys.stderr

    def say(value: dict) -> None:
        out.write(json.dumps(value) + "\n")
        out.flush()

    say({"versions": versions})
    for line in sys.stdin:
        try:
            say(answer(json.loads(line)))
        except Exception as error:  # the driver decides what a failed measurement means
            say({"error": f"{type(error).__name__}: {error}"})


def reset_peak() -> None:
    """Lets the peak of resident memory start anew, where the system can (Linux)."""
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass


def peak_mb() -> float:
    """Peak of resident memory in MB: since `reset_peak` on Linux, since the start of the process elsewhere."""
    try:
        with open("/proc/self/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
