"""The REST API as the tests use it: answers are looked at, wrong ones stop the test."""
import requests


class Client:
    def __init__(self, url, key=None):
        self.url = url
        self._session = requests.Session()
        if key:
            self._session.headers["Authorization"] = f"Bearer {key}"

    def ask(self, method, path, **how):
        """The bare answer, whatever its status."""
        return self._session.request(method, self.url + "/api" + path, timeout=30, **how)

    def get(self, path, **query):
        return self._expect(200, "GET", path, params=query)

    def post(self, path, body=None, status=201):
        return self._expect(status, "POST", path, json={} if body is None else body)

    def patch(self, path, body=None):
        return self._expect(200, "PATCH", path, json={} if body is None else body)

    def put(self, path, body):
        return self._expect(200, "PUT", path, json=body)

    def delete(self, path):
        return self._expect(204, "DELETE", path)

    def upload(self, path, name, data, content_type="audio/wav", **members):
        return self._expect(201, "POST", path, files={"file": (name, data, content_type)},
                            data=members)

    def pages(self, path, **query):
        """All items of a list."""
        page = 1
        while True:
            answer = self.get(path, page=page, limit=100, **query)
            yield from answer["data"]
            if not answer["meta"]["hasNextPage"]:
                return
            page += 1

    def walk(self, path, **query):
        """The same by cursors."""
        cursor = {}
        while True:
            answer = self.get(path, limit=2, **query, **cursor)
            yield from answer["data"]
            if not answer["meta"]["hasNextPage"]:
                return
            cursor = {"cursor": answer["meta"]["nextCursor"]}

    def _expect(self, status, method, path, **how):
        answer = self.ask(method, path, **how)
        assert answer.status_code == status, \
            f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer.json() if answer.content else None
