import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from coopnet.web import metrics
from tests.house.sources import ROOT
from tests.rig.reader import Reader

# In a process of its own: the client library looks at its environment once, when it is loaded.
WATCHED = """
import sys
from tests.web.trial import make_edge
app = make_edge(sys.argv[1], f"sqlite:///{sys.argv[1]}/coopnet.db", COOPNET_METRICS="1")
client = app.test_client()
for _ in range(4):
    client.get("/ca/prova/")
client.get("/ca/prova/secret/rosa.example/")
client.open("/ca/prova/", method="ROSA")
answer = client.get("/metrics")
assert answer.headers["Content-Type"].startswith("text/plain")
sys.stdout.write(answer.text)
"""


def test_figures_tell_routes_and_count_what_the_cache_answers(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    route = "/<language:language>/prova/"
    assert f'coopnet_requests_total{{method="GET",route="{route}",status="200"}} 2.0' in done.stdout
    assert f'coopnet_cache_hits_total{{route="{route}"}} 2.0' in done.stdout
    assert 'coopnet_requests_total{method="other",route="none",status="405"} 1.0' in done.stdout
    assert f'coopnet_request_seconds_count{{route="{route}"}} 2.0' in done.stdout
    assert 'coopnet_outbox{state="dead"} 0.0' in done.stdout
    assert "coopnet_worker_beat_age_seconds +Inf" in done.stdout
    assert "rosa" not in done.stdout.lower()


def test_without_the_setting_there_are_no_figures(edge: Flask, reader: Reader) -> None:
    assert reader.get("/metrics").status_code == 404


def test_figures_of_processes_that_are_gone_go_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(metrics.FOLDER_VARIABLE, "")
    for name in ("999999999", "not-a-number", "1"):
        (tmp_path / name).mkdir()
    metrics._make_folder(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"not-a-number", "1", str(os.getpid())}
    assert os.environ[metrics.FOLDER_VARIABLE] == str(tmp_path / str(os.getpid()))
