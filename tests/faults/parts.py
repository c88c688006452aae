"""The parts that the suite stands on, struck and set up again as they were."""
import os
import pathlib
import signal
import subprocess

from waiting import eventually


class Part:
    """A process of the suite by its pid file, which knows how it was started."""

    def __init__(self, suite, name):
        self._pid_file = pathlib.Path(suite.run) / f"{name}.pid"
        pid = self._pid()
        words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[:-1]
        self._command = [word.decode() for word in words]
        pairs = pathlib.Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        self._environment = dict(pair.decode().split("=", 1) for pair in pairs if b"=" in pair)
        self._owner = os.stat(f"/proc/{pid}").st_uid

    def _pid(self):
        return int(self._pid_file.read_text())

    def strike(self, how=signal.SIGKILL):
        """Ends it, and waits until it is gone."""
        pid = self._pid()
        os.kill(pid, how)
        eventually(lambda: is_gone(pid), 20, f"{self._pid_file.stem} ends")

    def revive(self):
        log = self._pid_file.parent.parent / "log" / f"{self._pid_file.stem}.log"
        with open(log, "ab") as output:
            process = subprocess.Popen([*as_user(self._owner), *self._command],
                                       env=self._environment, stdout=output, stderr=output,
                                       stdin=subprocess.DEVNULL, start_new_session=True)
        self._pid_file.write_text(f"{process.pid}\n")


def as_user(user):
    """In front of a command: another user, that may write what is root's."""
    if user == os.getuid():
        return []
    return ["setpriv", "--reuid", str(user), "--regid", str(user), "--clear-groups",
            "--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"]


def is_gone(pid):
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def kill_service(suite, name):
    """A service that the supervisor starts again."""
    pid = suite.pid(name)
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: suite.pid(name) != pid, 3, f"{name} is started again")
