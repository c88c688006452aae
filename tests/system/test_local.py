"""The commands of deploy/local: what `up` refuses and keeps, and the supervisor on its own."""
import json
import os
import pathlib
import select
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from waiting import eventually

LOCAL = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "local"
OTHER_PEER = "127.0.0.1:20461"
PEER = "127.0.0.1:20460"


@pytest.fixture
def supervised(tmp_path):
    """Starts the supervisor of these scripts, {name: text}; ends all of them after the test."""
    folders = {name: tmp_path / name for name in ("start", "run", "log")}
    for folder in folders.values():
        folder.mkdir()
    started = []

    def pid(name):
        path = folders["run"] / f"{name}.pid"
        return int(path.read_text()) if path.exists() else None

    def start(scripts):
        for name, text in scripts.items():
            path = folders["start"] / name
            path.write_text(f"#!/bin/bash\n{text}\n")
            path.chmod(0o700)
        started.append(subprocess.Popen([sys.executable, LOCAL / "parts" / "supervise",
                                         *folders.values()], stdout=subprocess.DEVNULL))
        eventually(lambda: all(map(pid, scripts)), 5, "all have a pid")
        return started[0], pid

    yield start
    for supervisor in started:
        supervisor.kill()
        supervisor.wait()
    for path in folders["run"].glob("*.pid"):
        end(int(path.read_text()))


def end(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def test_each_dead_service_is_back_within_a_second_whatever_the_others_do(supervised):
    forever = "exec sleep 600"
    _, pid = supervised({"a-fails": "exit 1", "b-fails": "exit 1", "c-fails": "exit 1",
                         "d-fails": "exit 1", "good": forever, "other": forever})
    for _ in range(3):
        for name in ("good", "other"):
            os.kill(pid(name), signal.SIGKILL)
        killed = {name: pid(name) for name in ("good", "other")}
        eventually(lambda: all(pid(name) != killed[name] for name in killed), 1.0,
                   "both are back within a second")


def test_the_supervisor_ends_on_sigterm_but_not_before_a_started_service_has_its_pid(tmp_path):
    start, run, log = (tmp_path / name for name in ("start", "run", "log"))
    for folder in (start, run, log):
        folder.mkdir()
    (start / "service").write_text(f"#!/bin/bash\necho $$ >{tmp_path}/started\nexec sleep 600\n")
    (start / "service").chmod(0o700)
    writes_here = run / "service.pid.new"
    os.mkfifo(writes_here)  # the supervisor waits in the middle of a start until it is read
    supervisor = subprocess.Popen([sys.executable, LOCAL / "parts" / "supervise", start, run, log])
    service = int(eventually(lambda: text_of(tmp_path / "started"), 5, "the service is started"))
    try:
        supervisor.terminate()
        eventually(lambda: supervisor.poll() is not None or has_pending(supervisor.pid,
                                                                        signal.SIGTERM),
                   5, "the signal arrives")
        reader = os.open(writes_here, os.O_RDONLY | os.O_NONBLOCK)
        assert select.select([reader], [], [], 5)[0], "its pid is written"
        assert os.read(reader, 20) == f"{service}\n".encode()
        os.close(reader)
        assert supervisor.wait(5) == 0
        os.kill(service, 0)
    finally:
        supervisor.kill()
        end(service)


def text_of(path):
    return path.read_text() if path.exists() else ""


def has_pending(pid, number):
    status = text_of(pathlib.Path(f"/proc/{pid}/status"))
    return any(line.startswith("ShdPnd:") and int(line.split()[1], 16) >> number - 1 & 1
               for line in status.splitlines())


def test_a_supervised_service_ends_on_sigterm(supervised):
    _, pid = supervised({"service": "exec sleep 600"})
    before = pid("service")
    os.kill(before, signal.SIGTERM)  # a mask that the supervisor hands on would hold it back
    eventually(lambda: pid("service") != before, 2, "it ended and is started again")


def test_a_trunk_without_an_address_is_refused_before_anything_starts(tmp_path):
    folder = tmp_path / "suite"
    refused = subprocess.run([LOCAL / "up", "--trunk", "no-such-host.invalid:5060"],
                             env={**os.environ, "HATIF_DIR": str(folder)},
                             capture_output=True, text=True, timeout=20)
    assert refused.returncode == 1
    assert "no-such-host.invalid has no IPv4 address" in refused.stderr
    assert not folder.exists()


class Platform(BaseHTTPRequestHandler):
    """Trunks and numbers, kept in the server's `kept`."""

    def do_GET(self):
        what, _, search = self.path.removeprefix("/api/").partition("?search=%2B")
        things = [it for it in self.server.kept[what] if search in it.get("number", "")]
        self._answer({"data": things})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        what, _, rest = self.path.removeprefix("/api/").partition("/")
        if rest:
            did = next(it for it in self.server.kept[what] if it["id"] == rest.split("/")[0])
            did.update(body)
            return self._answer(did)
        made = {"organizationId": None, **body, "id": str(len(self.server.kept[what]))}
        self.server.kept[what].append(made)
        return self._answer(made)

    def _answer(self, body):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        pass


def test_provisioning_may_run_again_after_it_failed_half_way():
    server = HTTPServer(("127.0.0.1", 0), Platform)
    server.kept = {"trunks": [], "dids": []}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for organization in ("first", "second"):
        subprocess.run([sys.executable, LOCAL / "parts" / "provision", PEER], check=True, env={
            **os.environ, "HATIF_URL": f"http://127.0.0.1:{server.server_port}",
            "HATIF_ADMIN_KEY": "k", "HATIF_ORG": organization})
    server.shutdown()
    assert [(it["host"], it["port"]) for it in server.kept["trunks"]] == [("127.0.0.1", 20460)]
    assert [(it["number"], it["organizationId"]) for it in server.kept["dids"]] == [
        ("+212520000001", "second"), ("+212520000002", "second")]


def test_kept_data_takes_another_trunk_and_nothing_goes_to_the_old_one(suite, admin, api):
    def only_trunk():
        trunk, = admin.pages("/trunks")
        return f"{trunk['host']}:{trunk['port']}"

    contacts = api.get("/contact")["meta"]["total"]
    try:
        suite.up("--keep", "--trunk", OTHER_PEER.replace("127.0.0.1", "localhost"), "--supervise")
        assert only_trunk() == OTHER_PEER
        assert api.get("/contact")["meta"]["total"] == contacts
    finally:
        suite.up("--keep", "--trunk", PEER, "--supervise")
    assert only_trunk() == PEER
