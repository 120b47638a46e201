"""Runs one notebook in a fresh kernel of its own and always leaves the notebook as far as it came."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import nbformat
from guardian import Guardian
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from streams import joined

Emit = Callable[..., None]
PORT_TAKEN = 98
"""The kernel's exit code where another program took a port that Jupyter had chosen for it."""
STARTS = 3
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class Run:
    """One notebook's run. `stop()` ends it early; what was computed is kept."""

    def __init__(self, source: Path, target: Path, options: Any, guardian: Guardian, emit: Emit):
        self.source, self.target, self.options = source, target, options
        self.guardian = guardian
        self.stopping = False
        self.client: NotebookClient | None = None
        self.km: AsyncKernelManager | None = None
        journals = os.environ.get("BATCHWISE_JOURNALS")
        self.journals = Path(journals) / source.stem if journals else None
        self.emit = lambda event, **fields: emit(event, notebook=source.name, **fields)

    async def execute(self) -> bool:
        """True when every cell ran as its author meant it to."""
        started = time.monotonic()
        notebook = nbformat.read(self.source, as_version=4)
        for cell in notebook.cells:
            cell.metadata.pop("batchwise", None)
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        code = [
            (index, cell)
            for index, cell in enumerate(notebook.cells)
            if cell.cell_type == "code" and cell.source.strip()
        ]
        record: dict[str, Any] = {
            "status": "ok",
            "started": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "cells": len(code),
            "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
            "profile": self.options.profile,
        }
        self.emit("start", cells=len(code))
        with tempfile.TemporaryFile() as log:
            try:
                await self._start(notebook, log)
                await self._cells(code, record)
            except Exception as error:  # a kernel that does not start is a result too
                status = "interrupted" if self.stopping else "failed"
                record.update(self._failure(status, None, 0, type(error).__name__, str(error)))
            finally:
                if record["status"] == "dead":
                    self._explain_death(record, log)
                await self._end()
        record["seconds"] = round(time.monotonic() - started, 3)
        notebook.metadata["batchwise"] = record
        self._write(notebook)
        if self.journals and record["status"] == "ok":  # only work that was cut short is taken up again
            shutil.rmtree(self.journals, ignore_errors=True)
        self.emit("done", **record)
        return record["status"] == "ok"

    async def _start(self, notebook: Any, log: Any) -> None:
        for attempt in range(STARTS):
            try:
                await self._start_once(notebook, log)
                return
            except RuntimeError:
                process = getattr(getattr(self.km, "provisioner", None), "process", None)
                if process is None or process.poll() != PORT_TAKEN or attempt + 1 == STARTS:
                    raise

    async def _start_once(self, notebook: Any, log: Any) -> None:
        self.km = AsyncKernelManager(kernel_name=self.options.kernel)
        self.client = NotebookClient(
            notebook,
            km=self.km,
            timeout=self.options.timeout,
            startup_timeout=120,
            iopub_timeout=max(4, round(self.options.timeout)),  # after it the rest of a flood would be left out
            coalesce_streams=False,  # nbclient's would gather stdout before stderr, and shift displays that are updated later
        )
        env = dict(os.environ)
        if self.journals:
            env["BATCHWISE_JOURNALS"] = str(self.journals)
        await self.client.async_start_new_kernel(cwd=self.options.cwd, env=env, stdout=log, stderr=log)
        self.guardian.watch(self.km.provisioner.pid)
        await self.client.async_start_new_kernel_client()

    async def _cells(self, code: list[tuple[int, Any]], record: dict[str, Any]) -> None:
        for number, (index, cell) in enumerate(code, start=1):
            if self.stopping:
                record.update(self._stopped(cell, number))
                return
            self.emit("cell", cell=number, of=len(code))
            began = time.monotonic()
            failure = await self._cell(cell, index, number)
            seconds = round(time.monotonic() - began, 3)
            cell.metadata["batchwise"] = {"seconds": seconds}
            self.emit("cellDone", cell=number, of=len(code), seconds=seconds)
            if failure:
                cell.metadata["batchwise"]["failed"] = True
                record.update(failure)
                return

    async def _cell(self, cell: Any, index: int, number: int) -> dict[str, Any] | None:
        assert self.client is not None
        try:
            await self.client.async_execute_cell(cell, index, execution_count=number)
        except CellExecutionError as error:
            shown = any(output.output_type == "error" for output in cell.outputs)
            return self._failure("failed", cell, number, error.ename, error.evalue, show=not shown)
        except CellTimeoutError:
            limit = f"the cell ran longer than its limit of {self.options.timeout:g} s"
            return self._failure("timeout", cell, number, "CellTimeout", limit, show=True)
        except DeadKernelError:
            if self.stopping:
                return self._stopped(cell, number)
            return self._failure("dead", cell, number, "DeadKernel", "the kernel died", show=True)
        return None

    def _failure(
        self, status: str, cell: Any, number: int, ename: str, evalue: str, show: bool = False
    ) -> dict[str, Any]:
        ename, evalue = ANSI.sub("", ename or "Error"), ANSI.sub("", evalue or "")
        line = next((line for line in cell.source.splitlines() if line.strip()), "") if cell else ""
        if show:
            output = new_output("error", ename=ename, evalue=evalue, traceback=[f"{ename}: {evalue}"])
            cell.outputs.append(output)
        return {
            "status": status,
            "error": {"cell": number, "line": line.strip(), "ename": ename, "evalue": evalue},
        }

    def _stopped(self, cell: Any, number: int) -> dict[str, Any]:
        message = "the run was stopped"
        return self._failure("interrupted", cell, number, "Interrupted", message, show=True)

    def _explain_death(self, record: dict[str, Any], log: Any) -> None:
        assert self.km is not None
        process = getattr(self.km.provisioner, "process", None)
        code = process.poll() if process else None
        log.seek(0, os.SEEK_END)
        log.seek(max(0, log.tell() - 2000))
        tail = log.read().decode(errors="replace").strip()
        text = "the kernel died" if code is None else f"the kernel ended with {code}"
        if code == -9 or "heap" in tail:
            text += "; it may have run out of memory"
        record["error"]["evalue"] = text + (f"; its last words:\n{tail}" if tail else "")

    async def _end(self) -> None:
        """No kernel stays, whatever happened; killed outright, for a busy kernel hears nothing."""
        if self.client and self.client.kc:
            self.client.kc.stop_channels()
        if self.km and self.km.has_kernel:
            group = self.km.provisioner.pid
            await self.km.shutdown_kernel(now=True)
            self.guardian.release(group)

    async def stop(self) -> None:
        """Ends the kernel; the cell under way ends with it."""
        self.stopping = True
        if self.km and self.km.has_kernel:
            await self.km.signal_kernel(9)

    def _write(self, notebook: Any) -> None:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = joined(cell.outputs)
        self.target.parent.mkdir(parents=True, exist_ok=True)
        part = self.target.with_suffix(f".{os.getpid()}.part")
        nbformat.write(notebook, part)
        part.replace(self.target)
