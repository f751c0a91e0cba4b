"""How a set-up step runs: one log per command, one clear line when it fails, one set-up at a time."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETUP = ROOT / ".setup"


class StepFailed(Exception):
    """A step that failed: what happened and what to do, in Japanese and in English."""

    def __init__(self, japanese: str, english: str, status: int = 1) -> None:
        super().__init__(f"失敗: {japanese} (failed: {english})")
        self.status = status


def in_ci() -> bool:
    """True where the run counts as a proof: nothing may be left out there."""
    return os.environ.get("CI", "").lower() in {"true", "1"}


def say(japanese: str, english: str) -> None:
    """Tell the person at the terminal what is going on."""
    print(f"{japanese} ({english})", flush=True)


def digest(*parts: bytes | str) -> str:
    """One key for all that a step depends on."""
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part.encode() if isinstance(part, str) else part).digest())
    return total.hexdigest()


def run_logged(
    command: Sequence[str | Path],
    log_name: str,
    failure: tuple[str, str],
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a command quietly; what it printed stays in .setup/log and is shown at once in CI."""
    log = SETUP / "log" / f"{log_name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    line = [str(part) for part in command]
    with log.open("wb") as output:
        output.write((" ".join(line) + "\n").encode())
        output.flush()
        try:
            status = subprocess.run(
                line,
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            ).returncode
        except OSError as error:
            output.write(f"{error}\n".encode())
            status = 127
    if status:
        if in_ci():
            print(log.read_text(encoding="utf-8", errors="replace"), flush=True)
        where = log.relative_to(ROOT)
        raise StepFailed(f"{failure[0]} 記録: {where}", f"{failure[1]} Log: {where}")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two `make` in one checkout wait for each other; an interrupted one leaves no lock behind."""
    SETUP.mkdir(exist_ok=True)
    with (SETUP / "in-use").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("別の準備が終わるのを待っています", "waiting for another set-up in this checkout")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def finish(step: Callable[[], int]) -> None:
    """Leave with the status of a script's main function; an expected failure is one line, no traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without Japanese
    try:
        status = step()
    except StepFailed as error:
        print(error, file=sys.stderr, flush=True)
        status = error.status
    except OSError as error:
        print(f"失敗: ファイルを扱えません: {error} (failed: a file could not be used)", file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        print("中断しました。もう一度実行すれば続けられます (interrupted: run it again)", file=sys.stderr)
        status = 130
    sys.exit(status)
