"""Reads a file in a child process, so that no file can take the memory, the time or the life of this one."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.errors import DocumentError
from corpus.readers.models import DEFAULT_LIMITS, ExtractedText, Limits, Table

_TIMED_OUT = "读取这份文件用时过长，已停止，请拆分或另存后再导入。"
_DIED = "读取这份文件时出错中止，文件可能已损坏，请换一份文件或另存后再试。"
_BAD_NAME = "文件名里有不能使用的字符或太长，请改名后再导入。"
_QUIET = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "PYTHONIOENCODING": "utf-8"}


def read_safely(path: Path, limits: Limits = DEFAULT_LIMITS) -> ExtractedText:
    """The text of the file, read in a child process within the limits.

    Raises:
        DocumentError: The file cannot be read within them; the message says why.
    """
    try:
        absolute = str(path.absolute())
        os.fsencode(absolute)
    except (ValueError, UnicodeError) as error:
        raise DocumentError(_BAD_NAME) from error
    if "\x00" in absolute or any(len(os.fsencode(part)) > 255 for part in path.parts):
        raise DocumentError(_BAD_NAME)
    return _extracted(
        _run([sys.executable, "-m", "corpus.readers.worker", absolute, json.dumps(asdict(limits))], limits)
    )


def _run(command: list[str], limits: Limits) -> bytes:
    """What the child writes; the child and whatever it started are gone when this returns."""
    environment = {**os.environ, **_QUIET, "PYTHONPATH": os.pathsep.join([_root(), *_inherited()])}
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(  # noqa: S603 - our own module on a checked path
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
        ) as child,
    ):
        try:
            output, _ = child.communicate(timeout=limits.timeout_s)
        except subprocess.TimeoutExpired as error:
            raise DocumentError(_TIMED_OUT) from error
        finally:
            _end(child)
    if child.returncode != 0:
        raise DocumentError(_DIED)
    return output


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _root() -> str:
    return str(Path(__file__).parents[2])


def _inherited() -> list[str]:
    return [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]


def _extracted(output: bytes) -> ExtractedText:
    try:
        outcome: dict[str, Any] = json.loads(output)
    except ValueError as error:
        raise DocumentError(_DIED) from error
    if "error" in outcome:
        raise DocumentError(str(outcome["error"]))
    tables = tuple(
        Table(tuple(table["header"]), tuple(tuple(row) for row in table["rows"])) for table in outcome["tables"]
    )
    return ExtractedText(outcome["text"], outcome["kind"], tables, tuple(outcome["notices"]))
