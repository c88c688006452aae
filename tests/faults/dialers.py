"""Workers of other settings than the suite's own: it restarted with them, or more beside it."""
import os
import pathlib
import re
import shlex
import signal
import subprocess

import requests

from parts import as_user
from waiting import eventually

READY_SECONDS = 15
SIP_PORT, HEALTH_PORT = 20060, 20190  # + number; the suite's own is number 0
OWN_SIP = ("127.0.0.1", SIP_PORT)
FIRST_RTP_PORT, RTP_PORTS = 10000, 2000


class OwnDialer:
    """The suite's own worker, the only one: `with` it has these settings besides its own."""

    def __init__(self, suite, **settings):
        self._suite = suite
        self._script = start_script(suite)
        self._settings = settings

    def __enter__(self):
        self._before = self._script.read_text()
        self._restart_as(with_settings(self._before, self._settings))
        return self

    def __exit__(self, *_):
        self._restart_as(self._before)

    def _restart_as(self, text):
        self._script.write_text(text)
        pid = self._suite.pid("hatif-dialer")
        os.kill(pid, signal.SIGTERM)
        eventually(lambda: self._suite.pid("hatif-dialer") != pid, READY_SECONDS,
                   "the dialer is started again")
        await_ready(HEALTH_PORT)


class MoreDialer:
    """Worker `number` beside the suite's own. Whoever ends it need not tell."""

    def __init__(self, suite, number, user=os.getuid(), **settings):
        self.sip = ("127.0.0.1", SIP_PORT + number)
        first = FIRST_RTP_PORT + RTP_PORTS * number
        text = with_settings(start_script(suite).read_text(), {
            "HATIF_WORKER": f"more-{number}", "HATIF_SIP_LISTEN": "{}:{}".format(*self.sip),
            "HATIF_HEALTH_LISTEN": f"127.0.0.1:{HEALTH_PORT + number}",
            "HATIF_RTP_PORTS": f"{first}-{first + RTP_PORTS - 1}", **settings})
        name = f"more-dialer-{number}"
        # What `down` stops, in case the tests end in the middle.
        self._pid_file = pathlib.Path(suite.run) / f"hatif-dialer-{number}.pid"
        log = pathlib.Path(suite.run).parent / "log" / f"{name}.log"
        with open(log, "ab") as output:
            self._process = subprocess.Popen(
                [*as_user(user), "bash", "-c", text, name], stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, start_new_session=True,
                env={**os.environ, "HATIF_RUN": suite.run})
        self._pid_file.write_text(f"{self._process.pid}\n")

    def until_ready(self):
        await_ready(int(self.sip[1]) - SIP_PORT + HEALTH_PORT)
        return self

    def signal(self, which):
        os.kill(self._process.pid, which)

    def end_of(self):
        """None while it runs, then (exit code,)."""
        code = self._process.poll()
        return None if code is None else (code,)

    def end(self):
        for gently in (signal.SIGCONT, signal.SIGTERM):
            if self.end_of() is None:
                self.signal(gently)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._pid_file.unlink(missing_ok=True)


def start_script(suite):
    return pathlib.Path(suite.run).parent / "start" / "hatif-dialer"


def with_settings(script, settings):
    """The start script with these settings in the place of its own, or besides."""
    for name, value in settings.items():
        script = re.sub(rf"^export {name}=.*\n", "", script, flags=re.M)
        script = script.replace("exec ", f"export {name}={shlex.quote(str(value))}\nexec ", 1)
    return script


def await_ready(port):
    def look():
        try:
            return requests.get(f"http://127.0.0.1:{port}/readyz", timeout=5).ok
        except requests.ConnectionError:
            return False

    eventually(look, READY_SECONDS, f"the worker with its health at {port} is ready")
