"""The program under test (sip_endpoint), and what a trunk of it does: it listens, asks whether it is
sane, and counts its calls."""
import pathlib
import re
import select
import socket
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRUNK = "127.0.0.1"
TCP_TRUNK = "127.0.0.2"
SANE_WITHIN = 1.0  # seconds, for the answer to an OPTIONS


class Insane(AssertionError):
    """It crashed, or does not answer any more."""


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_port:
        any_port.bind((TRUNK, 0))
        return any_port.getsockname()[1]


class Endpoint:
    def __init__(self, binary, log, transaction_time=2000, hold=50):
        self.trunk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.trunk.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.trunk.bind((TRUNK, 0))
        self.tcp_trunk = socket.create_server((TCP_TRUNK, 0))  # accepts, and says nothing
        self.asker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.asker.bind((TRUNK, 0))
        self.address = (TRUNK, free_port())
        self.transaction_time = transaction_time / 1000
        self.slowest = 0.0
        self.asked = 0
        self.log = open(log, "wb")
        self.process = subprocess.Popen(
            [binary, "--port", str(self.address[1]), "--trunk",
             f"{TRUNK}:{self.trunk.getsockname()[1]}", "--tcp-trunk",
             f"{TCP_TRUNK}:{self.tcp_trunk.getsockname()[1]}", "--transaction-time", str(transaction_time),
             "--hold", str(hold)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self._lock = threading.Lock()
        self._line()

    def _line(self):
        line = self.process.stdout.readline().strip()
        if not line:
            raise Insane(f"it is gone: exit code {self.process.wait()}, see {self.log.name}")
        return line

    def tell(self, command):
        with self._lock:
            self.process.stdin.write(command + "\n")
            self.process.stdin.flush()
            return self._line()

    def count(self):
        words = self.tell("count").split()
        return dict(zip(words[::2], map(int, words[1::2])))

    def send(self, message):
        """Over UDP, from the trunk."""
        self.trunk.sendto(message, self.address)

    def send_tcp(self, message, patience=0.05):
        """Over a connection of its own; what came back."""
        with socket.create_connection(self.address, 2, (TCP_TRUNK, 0)) as connection:
            connection.sendall(message)
            connection.settimeout(patience)
            heard = b""
            try:
                while chunk := connection.recv(65536):
                    heard += chunk
            except OSError:  # silence, or a reset
                pass
            return heard

    def is_sane(self):
        """Asks by OPTIONS, and fails when no 200 comes within a second."""
        self.asked += 1
        name = f"sane-{self.asked}"
        at = "{}:{}".format(*self.asker.getsockname())
        self.asker.sendto(
            f"OPTIONS sip:sane@{TRUNK} SIP/2.0\r\nVia: SIP/2.0/UDP {at};branch=z9hG4bK{name}\r\n"
            f"From: <sip:asker@{at}>;tag=asker\r\nTo: <sip:sane@{TRUNK}>\r\nCall-ID: {name}\r\n"
            f"CSeq: {self.asked} OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n".encode(),
            self.address)
        start, waited = time.monotonic(), self._waited_for_a_core()
        while (left := self._left(start, waited)) > 0:
            if not select.select([self.asker], [], [], left)[0]:
                continue
            answer = self.asker.recv(65536)
            if answer.startswith(b"SIP/2.0 200") and name.encode() + b"\r\n" in answer:
                self.slowest = max(self.slowest, time.monotonic() - start)
                return
        code = self.process.poll()
        raise Insane(f"no answer within {SANE_WITHIN} s; exit code {code}, see {self.log.name}")

    def _left(self, start, waited):
        """Of the second that it has; what it waits for a core on a busy machine does not count."""
        return start + SANE_WITHIN + self._waited_for_a_core() - waited - time.monotonic()

    def _waited_for_a_core(self):
        stats = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        try:
            return sum(int(each.read_text().split()[1]) for each in stats) / 1e9
        except OSError:  # it is gone, or a thread of it
            return 0.0

    def comes_to_rest(self, patience=60):
        """Waits until no call is alive; every call has told its end then, once."""
        until = time.monotonic() + patience
        while (count := self.count())["alive"] and time.monotonic() < until:
            time.sleep(0.05)
        left = {word: count[word] for word in ("alive", "untold", "out_of_turn")}
        assert not any(left.values()), count
        return count

    def stop(self):
        """Ends it, and fails when a sanitizer or a signal has something to say."""
        if self.process.poll() is None:
            self.tell("quit")
        code = self.process.wait(30)
        self.log.close()
        self.trunk.close()
        self.tcp_trunk.close()
        self.asker.close()
        said = pathlib.Path(self.log.name).read_text(errors="replace")
        assert code == 0, f"exit code {code}: {said[-3000:]}"
        assert not re.search(r"AddressSanitizer|LeakSanitizer|runtime error", said), said[-3000:]
