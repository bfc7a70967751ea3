"""What the settings of mail that comes in make of an instance, and the listener as a process of its own."""

import os
import signal
import smtplib
import subprocess
import sys
from pathlib import Path

from config import ROOT, Config
from coopnet.app import create_app
from coopnet.conversations.service import maildir


def test_the_folder_is_looked_at_by_the_clock_only_where_there_is_one(tmp_path: Path) -> None:
    env = {"COOPNET_DATA": str(tmp_path)}
    for more, looked in (({}, False), ({"COOPNET_MAILDIR": str(tmp_path)}, True)):
        made = create_app(Config.from_env({**env, **more}).as_flask())
        assert (maildir.LOOK in [job.name for job in made.extensions["coopnet.periodic"]]) == looked


def test_a_process_listens_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """The command itself, on an empty instance."""
    env = {"COOPNET_DATA": str(tmp_path), "PATH": os.environ["PATH"], "COOPNET_REPLY_ADDRESS": "r@example.org"}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*flask, "db", "upgrade"], env=env, check=True, cwd=ROOT, capture_output=True)
    args = [*flask, "mail", "listen", "--port", "0"]
    process = subprocess.Popen(args, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        host, _, port = process.stdout.readline().removeprefix("listening on ").strip().rpartition(":")
        with smtplib.LMTP(host, int(port), timeout=20) as client:
            client.ehlo("mx")
            assert client.docmd("MAIL FROM:<a@example.org>")[0] == 250
            assert client.docmd("RCPT TO:<r+x@example.org>")[0] == 550
        process.send_signal(signal.SIGTERM)
        _out, logs = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "example.org" not in logs
    env.pop("COOPNET_REPLY_ADDRESS")
    off = subprocess.run(args, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (off.returncode, "COOPNET_REPLY_ADDRESS" in off.stderr) == (1, True)
