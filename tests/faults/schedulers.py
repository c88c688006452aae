"""More replicas of the scheduler beside the suite's own, on the same tables."""
import os
import pathlib
import signal
import subprocess

from dialers import await_ready, with_settings

PORT, HEALTH_PORT = 20500, 20510  # + number


class MoreScheduler:
    def __init__(self, suite, number):
        self.address = f"127.0.0.1:{PORT + number}"
        self._health = HEALTH_PORT + number
        script = pathlib.Path(suite.run).parent / "start" / "hatif-program-scheduler"
        text = with_settings(script.read_text(), {
            "HATIF_LISTEN": self.address, "HATIF_HEALTH_LISTEN": f"127.0.0.1:{self._health}"})
        name = f"more-scheduler-{number}"
        # What `down` stops, in case the tests end in the middle.
        self._pid_file = pathlib.Path(suite.run) / f"hatif-program-scheduler-{number}.pid"
        log = pathlib.Path(suite.run).parent / "log" / f"{name}.log"
        with open(log, "ab") as output:
            self._process = subprocess.Popen(
                ["bash", "-c", text, name], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True, env={**os.environ, "HATIF_RUN": suite.run})
        self._pid_file.write_text(f"{self._process.pid}\n")

    def until_ready(self):
        await_ready(self._health)
        return self

    def signal(self, which):
        os.kill(self._process.pid, which)

    def end(self):
        if self._process.poll() is None:
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait()
        self._pid_file.unlink(missing_ok=True)
