"""Commands of an instance, one after the other in a process of their own: starting one takes two seconds.

Run as a module it is that process: a line of arguments in, a line with what came of them out.
"""

import atexit
import json
import os
import subprocess
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_started: dict[str, "subprocess.Popen[str]"] = {}  # by the folder of data


def run(env: dict[str, str], *command: str) -> str:
    """What the command says. Raises `RuntimeError` with it when the command fails."""
    process = _started.get(env["COOPNET_DATA"])
    if process is None or process.poll() is not None:
        process = _started[env["COOPNET_DATA"]] = _start(env)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(command) + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise RuntimeError(f"flask {' '.join(command)}: the process ended")
    code, said = json.loads(answer)
    if code:
        raise RuntimeError(f"flask {' '.join(command)}: {said}")
    return str(said)


def end(data: Path) -> None:
    """The process ends by itself once nothing more can come."""
    process = _started.pop(str(data), None)
    if process is not None:
        process.communicate()


def _start(env: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.rig.commands"],
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@atexit.register
def _end_all() -> None:
    for data in list(_started):
        end(Path(data))


def _serve() -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what else is printed is no answer

    from wsgi import app  # with the settings of the instance

    for line in sys.stdin:
        done = app.test_cli_runner().invoke(args=json.loads(line))
        said = done.stdout
        if done.exception is not None:
            said += done.stderr + "".join(traceback.format_exception(done.exception))
        print(json.dumps([done.exit_code, said]), file=answers, flush=True)


if __name__ == "__main__":
    _serve()
