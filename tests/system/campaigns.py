"""Campaigns from numbers to reports, over REST; the balance is checked at every look."""
import uuid

import flows
import sound
from waiting import eventually

COUNTS = ("contactsCompleted", "contactsFailed", "contactsPending", "contactsInProgress",
          "contactsSkipped")
REPORTS_LATE_SECONDS = 5


class Campaigns:
    def __init__(self, api):
        self._api = api
        self._audio = None

    @property
    def audio(self):
        """A tone of 440 Hz that lasts a second."""
        if self._audio is None:
            self._audio = self._api.upload("/audio-management/upload", "tone.wav",
                                           sound.tone(440, 1.0))["id"]
        return self._audio

    def contacts(self, numbers):
        ids = []
        for first in range(0, len(numbers), 1000):
            data = [{"primaryPhone": number} for number in numbers[first:first + 1000]]
            answer = self._api.post("/contact/upsert", {"data": data}, status=200)
            assert answer["failed"] == 0, answer
            ids += [result["id"] for result in answer["results"]]
        return ids

    def audience(self, contact_ids):
        audience = self._api.post("/audience", {"name": f"Audience {uuid.uuid4()}"})
        for first in range(0, len(contact_ids), 10_000):
            part = contact_ids[first:first + 10_000]
            self._api.post(f"/audience/{audience['id']}/add-contacts", {"contacts": part}, status=200)
        return audience["id"]

    def flow(self, graph):
        return self._api.post("/flows", {"name": f"Flow {uuid.uuid4()}", "graph": graph})["id"]

    def program(self, numbers, graph=None, **members):
        """A program that calls these numbers; `members` are its own."""
        body = {"name": f"Program {uuid.uuid4()}",
                "flowId": self.flow(graph or flows.hangs_up()),
                "audienceId": self.audience(self.contacts(numbers)),
                "didPool": [did["number"] for did in self._api.pages("/dids/available")]}
        return self._api.post("/programs", {**body, **members})

    def launch(self, numbers, graph=None, **members):
        """The id of an execution that calls these numbers."""
        program = self.program(numbers, graph, **members)
        return self._api.post(f"/programs/{program['id']}/launch")["executionId"]

    def look(self, execution_id):
        execution = self._api.get(f"/program-executions/{execution_id}")
        assert sum(execution[count] for count in COUNTS) == execution["totalContacts"], execution
        return execution

    def until(self, execution_id, holds, seconds, what):
        """Looks until `holds(execution)`, and answers it as it then is."""
        def look():
            execution = self.look(execution_id)
            return execution if holds(execution) else None

        return eventually(look, seconds, what)

    def finish(self, execution_id, seconds=60):
        return self.until(execution_id, lambda it: it["status"] == "completed", seconds,
                          "the execution completes")

    def reports(self, execution_id):
        return list(self._api.pages(f"/program-executions/{execution_id}/report/calls"))

    def settled_reports(self, execution_id, count):
        """All reports, each of them over, as soon as reporting has caught up."""
        def look():
            reports = self.reports(execution_id)
            over = [it for it in reports if it["status"] in ("completed", "failed")]
            return reports if len(over) == count else None

        return eventually(look, REPORTS_LATE_SECONDS, f"{count} reports follow the calls")

    @property
    def api(self):
        return self._api

    def job(self, job_id, seconds=30):
        """The report of a single call, as soon as it is over."""
        def look():
            report = self._api.get(f"/call-report/{job_id}")
            return report if report["status"] in ("completed", "failed") else None

        return eventually(look, seconds, "the call is over")

    def run(self, number, graph=None, seconds=30, **members):
        """One call from launch to its report."""
        execution_id = self.launch([number], graph, **members)
        self.finish(execution_id, seconds)
        return self.settled_reports(execution_id, 1)[0]
