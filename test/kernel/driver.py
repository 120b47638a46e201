"""Speaks Jupyter's protocol to a kernel for the tests: one JSON command per line in, one answer per line out.

usage: driver.py <kernel name>; Jupyter's paths come from the environment
"""

import hashlib
import json
import os
import queue
import signal
import sys
import threading
import time
from pathlib import Path

import nbformat
import zmq
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

TIMEOUT = int(os.environ.get("KERNEL_TEST_TIMEOUT", "180"))
PORT_TAKEN = 98
PUBLISHED = {"stream", "display_data", "update_display_data", "error", "execute_input", "execute_result"}


class Driver:
    def __init__(self, name):
        self.name = name
        self.manager = self.client = None

    def start(self):
        self.manager = KernelManager(kernel_name=self.name)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=TIMEOUT)
        except RuntimeError:
            self.client.stop_channels()
            # Jupyter's choice of ports is a race with whatever else runs; it is lost now and then.
            taken = self.manager.provisioner.process.poll() == PORT_TAKEN
            self.manager.shutdown_kernel(now=True)
            if not taken:
                raise
            self.start()

    def info(self):
        return {"kernel": self.manager.provisioner.pid, "info": self.ask("kernel_info")}

    def ask(self, request, *args):
        """The content of the reply to a request on the shell channel."""
        return getattr(self.client, request)(*args, reply=True, timeout=TIMEOUT)["content"]

    def execute(self, cells, interrupt_at=None, stop_on_error=True, whole_group=True, interrupts=1):
        """
        Sends all cells at once; interrupts, as `signal` does, when `interrupt_at` has appeared in an output.
        """
        ids = [self.client.execute(cell, stop_on_error=stop_on_error) for cell in cells]
        results = {id: {"outputs": [], "reply": None, "input": None} for id in ids}
        waiting, printed = set(ids), ""
        while waiting:
            message = self.client.get_iopub_msg(timeout=TIMEOUT)
            result = results.get(message["parent_header"].get("msg_id"))
            if result is None:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "execute_input":
                result["input"] = content["execution_count"]
            elif kind in PUBLISHED:
                result["outputs"].append({"type": kind, **content})
            elif kind == "status" and content["execution_state"] == "idle":
                waiting.discard(message["parent_header"]["msg_id"])
            printed += content.get("text", "") if kind == "stream" else ""
            if interrupt_at and interrupt_at in printed:
                interrupt_at = None
                time.sleep(0.3)
                self.signal(whole_group, interrupts, 0.3)
        waiting = set(ids)
        while waiting:
            reply = self.client.get_shell_msg(timeout=TIMEOUT)
            id = reply["parent_header"]["msg_id"]
            if id in waiting:
                results[id]["reply"] = reply["content"]
                waiting.discard(id)
        return [results[id] for id in ids]

    def converse(self, requests, when=None):
        """
        Sends requests, given as [channel, type, content], at once; `when`, [text, more requests], sends further
        ones when the text has been printed. All messages about them, once each has had its reply and is idle:
        `parent` is the place of the request in the list, `reply` tells replies from what was published.
        """
        sent, got, waiting, printed = [], [], set(), ""

        def send(wanted):
            for channel, kind, content in wanted:
                message = self.client.session.msg(kind, content)
                sent.append(message["header"]["msg_id"])
                waiting.add((sent[-1], "idle"))
                if kind.endswith("_request"):
                    waiting.add((sent[-1], "reply"))
                getattr(self.client, f"{channel}_channel").send(message)

        send(requests)
        deadline = time.monotonic() + TIMEOUT
        while waiting:
            assert time.monotonic() < deadline, f"no {waiting} of {requests}; got {got}"
            for channel in ["iopub", "shell", "control"]:
                while getattr(self.client, f"{channel}_channel").msg_ready():
                    message = getattr(self.client, f"{channel}_channel").get_msg(timeout=TIMEOUT)
                    id = message["parent_header"].get("msg_id")
                    if id not in sent:
                        continue
                    kind, content = message["msg_type"], message["content"]
                    reply = channel != "iopub"
                    got.append({"type": kind, "parent": sent.index(id), "content": content, "reply": reply})
                    if reply:
                        waiting.discard((id, "reply"))
                    if content.get("execution_state") == "idle":
                        waiting.discard((id, "idle"))
                    printed += content["text"] if kind == "stream" else ""
            if when and when[0] in printed:
                send(when[1])
                when = None
            time.sleep(0.005)
        return got

    def flood(self, cell):
        """Runs a cell that prints a lot: for each stream the length and the hash of its text, and its messages."""
        id = self.client.execute(cell)
        texts, messages, error = {"stdout": [], "stderr": []}, 0, None
        while True:
            message = self.client.get_iopub_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") != id:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                messages += 1
                texts[content["name"]].append(content["text"])
            elif kind == "error":
                error = content["evalue"]
            elif content.get("execution_state") == "idle":
                break
        whole = {name: "".join(parts).encode() for name, parts in texts.items()}
        return {
            "messages": messages,
            "error": error,
            **{name: [len(text), hashlib.sha256(text).hexdigest()] for name, text in whole.items()},
        }

    def last(self, cell):
        """Runs a cell that ends the kernel: all that it printed, and the exit code."""
        id = self.client.execute(cell)
        code = self.manager.provisioner.process.wait(TIMEOUT)
        outputs = ""
        while self.client.iopub_channel.msg_ready() or self.client.iopub_channel.socket.poll(1000):
            message = self.client.get_iopub_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") == id and message["msg_type"] == "stream":
                outputs += message["content"]["text"]
        return {"outputs": outputs, "code": code}

    def beat(self):
        """What comes back from the heartbeat socket, twice, also after a peer that did not wait for it."""
        connection, context = self.client.get_connection_info(), zmq.Context.instance()
        answers = []
        for text, waits in [(b"one", True), (b"lost", False), (b"two", True)]:
            with context.socket(zmq.REQ) as socket:
                socket.linger = 0 if waits else 100
                socket.connect(f"tcp://{connection['ip']}:{connection['hb_port']}")
                socket.send(text)
                if waits:
                    answers.append(socket.recv().decode() if socket.poll(1000 * TIMEOUT) else None)
        return answers

    def raw(self, *frames):
        """Sends frames, in hexadecimal, to the shell socket as they are."""
        self.client.shell_channel.socket.send_multipart([bytes.fromhex(frame) for frame in frames])

    def signal(self, whole_group=True, count=1, pause=0):
        """Sends the kernel `count` interrupts: to its process group, as Jupyter does, or to it alone."""
        pid = self.manager.provisioner.pid
        for _ in range(count):
            (os.killpg if whole_group else os.kill)(pid, signal.SIGINT)
            time.sleep(pause)

    def storm(self, cells, count, pause):
        """Runs cells, all requested at once, under `count` interrupts."""
        thread = threading.Thread(target=self.signal, args=(True, count, pause))
        thread.start()
        results = self.execute(cells, stop_on_error=False)
        thread.join()
        return results

    def notebook(self, cells):
        """Runs cells, given as [source, tags], in a fresh kernel by nbclient."""
        notebook = nbformat.v4.new_notebook()
        for source, tags in cells:
            notebook.cells.append(nbformat.v4.new_code_cell(source, metadata={"tags": tags}))
        failure = None
        try:
            NotebookClient(notebook, kernel_name=self.name, timeout=TIMEOUT).execute()
        except CellExecutionError as error:
            failure = [error.ename, error.evalue]
        return {"failure": failure, "cells": notebook.cells}

    def wait_for(self, text):
        """Waits until `text` was printed; else says what came instead, and what the kernel does."""
        seen, deadline = [], time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            try:
                message = self.client.get_iopub_msg(timeout=1)
            except queue.Empty:
                continue
            seen.append([message["msg_type"], message["content"]])
            if text in message["content"].get("text", ""):
                return
        process = self.manager.provisioner.process
        state = "ended" if process.poll() is not None else Path(f"/proc/{process.pid}/status").read_text()
        raise TimeoutError(f"{text!r} was not printed within {TIMEOUT} s; got {seen}; the kernel: {state}")

    def shutdown(self, cell=None, at=None):
        """
        Asks the kernel to end, when `cell`, if there is one, has printed `at`.
        Its exit code, or None if it is still there after the time limit.
        """
        if cell:
            self.client.execute(cell)
            self.wait_for(at)
        self.client.shutdown(reply=True, timeout=TIMEOUT)
        process = self.manager.provisioner.process
        for _ in range(10 * TIMEOUT):
            if process.poll() is not None:
                return process.returncode
            time.sleep(0.1)
        return None


def main():
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the kernel prints is no answer
    driver = Driver(sys.argv[1])
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        if driver.manager is None and command != "notebook":  # which has a kernel of its own
            driver.start()
        print(json.dumps(getattr(driver, command)(*arguments)), file=out, flush=True)
    if driver.manager is not None:
        driver.client.stop_channels()
        if driver.manager.is_alive():
            driver.manager.shutdown_kernel(now=True)


main()
