"""Recordings of calls over REST."""
import pathlib

from waiting import eventually

STORED_SECONDS = 5


def recordings_of(api, report, count=1):
    """Those of a call, as soon as so many of them are saved."""
    def look():
        found = api.get("/recordings", callId=report["jobId"])
        return found if [it["status"] for it in found] == ["saved"] * count else None

    return eventually(look, STORED_SECONDS, f"{count} recordings are saved")


def fetched(api, recording, folder):
    """The file of a recording, as it is downloaded."""
    answer = api.ask("GET", f"/recordings/{recording['id']}/download")
    assert answer.status_code == 200, answer.text
    file = pathlib.Path(folder) / f"{recording['id']}.wav"
    file.write_bytes(answer.content)
    return file
