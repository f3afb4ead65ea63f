"""The commands, and one real server."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from cds.asking import KEYS
from stilla.errors import BadInput
from stilla.interfaces.cli.cds import cds

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "cds"


def ran(*words, **fields):
    return CliRunner().invoke(cds, [*words], catch_exceptions=False, **fields)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("patient-view", ["egfr-below-30", "levothyroxine-magnesium"]),
        ("order-select", ["ciprofloxacin"]),
        ("order-sign", ["gabapentin", "not-checked"]),
    ],
)
def test_the_examples_are_answered(name, expected):
    done = ran("answer", str(EXAMPLES / f"{name}.json"), "--lang", "en", "--as-of", "2026-11-23")
    found = json.loads(done.output)["cards"]
    assert [each["source"]["url"].rpartition("/")[2] for each in found] == expected


def test_standard_input_is_answered_too():
    body = (EXAMPLES / "order-select.json").read_text(encoding="utf-8")
    assert '"cards"' in ran("answer", "-", "--lang", "sv", input=body).output


@pytest.mark.parametrize("body", ["{", '{"hook": "other"}', '{"hook": "order-sign"}'])
def test_a_request_that_is_none_is_bad_input(body):
    with pytest.raises(BadInput):
        ran("answer", "-", input=body)


def test_discovery_is_printed():
    described = json.loads(ran("discovery", "--lang", "en").output)["services"]
    assert [set(each["prefetch"]) for each in described] == [set(KEYS)] * 3


def test_deciding_needs_no_django():
    code = (
        "import sys, stilla.interfaces.cds_hooks.answer, stilla.interfaces.cds_hooks.feedback\n"
        "assert not {'django', 'jwt', 'gunicorn'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_real_server_answers_and_ends():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("stilla")), "cds", "serve", "--port", str(port), "--workers", "2"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "LANG": "C"}
    ) as server:
        try:
            _wait(port)
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            body = (EXAMPLES / "order-sign.json").read_bytes()
            for _ in range(3):
                path = "/cds-services/stilla-magnesium-order-sign"
                connection.request("POST", path, body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                assert answer.status == 200
                assert len(json.load(answer)["cards"]) == 2
            connection.close()
        finally:
            server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=20)[0].decode()
    assert f"http://127.0.0.1:{port}/cds-services" in said
    assert "Traceback" not in said


def _wait(port):
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def test_a_taken_port_is_said_in_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BadInput):
            ran("serve", "--port", str(taken.getsockname()[1]))
