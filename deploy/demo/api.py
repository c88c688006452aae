"""The public REST API, as any client would use it."""
import sys

import requests


class Api:
    def __init__(self, url, key):
        self._url = url + "/api"
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {key}"

    def get(self, path, **query):
        return self._ask("GET", path, params=query)

    def post(self, path, body=None):
        return self._ask("POST", path, json={} if body is None else body)

    def upload(self, path, name, data, **members):
        return self._ask("POST", path, files={"file": (name, data, "audio/wav")}, data=members)

    def pages(self, path):
        """All items of a list."""
        page = 1
        while True:
            answer = self.get(path, page=page, limit=100)
            yield from answer["data"]
            if not answer["meta"]["hasNextPage"]:
                return
            page += 1

    def _ask(self, method, path, **how):
        answer = self._session.request(method, self._url + path, timeout=30, **how)
        if not answer.ok:
            sys.exit(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None
