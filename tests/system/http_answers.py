"""A server of somebody else, that flows ask: answers as it is told, and remembers what it was asked."""
import http.server
import json
import threading
import time


class Asked:
    def __init__(self, method, path, headers, body):
        self.method, self.path, self.headers, self.body = method, path, headers, body


class HttpAnswers:
    """`answers`: path without its query -> (status, value as JSON or bytes, seconds it takes)."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        self.broken_off = 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def _serve(self):
                size = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(size)
                outer.asked.append(Asked(self.command, self.path, dict(self.headers), body))
                status, value, seconds = outer.answers[self.path.partition("?")[0]]
                if seconds and not self._wait(seconds):
                    outer.broken_off += 1
                    return
                data = value if isinstance(value, bytes) else json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def _wait(self, seconds):
                """False: the other side went away meanwhile."""
                deadline = time.monotonic() + seconds
                self.connection.settimeout(0.05)
                while time.monotonic() < deadline:
                    try:
                        if not self.connection.recv(1):
                            return False
                    except TimeoutError:
                        continue
                    except OSError:
                        return False
                return True

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return "http://127.0.0.1:{}".format(self._server.server_address[1])

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
