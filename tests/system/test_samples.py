"""The samples of docs/samples, run as their users run them, told against the reports over REST."""
import json
import pathlib
import sqlite3
import subprocess
import sys

import pytest

import flows
from callee import Behaviour

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "docs" / "samples"
BUILT = ROOT / "build" / "samples" / "java"
IDLE_SECONDS = "6"


@pytest.fixture(scope="module")
def campaign(campaigns, callees):
    """One that answers and one that is busy twice: its reports."""
    numbers = [callees.new(Behaviour(keys=((0.3, "1"),))), callees.new(Behaviour(code=486))]
    execution = campaigns.launch(numbers, flows.asks(campaigns.audio),
                                 retryStrategy={"type": "fixed_delay", "delayMinutes": 0.01,
                                                "maxRetries": 1})
    campaigns.finish(execution)
    return execution, campaigns.settled_reports(execution, 2)


@pytest.fixture(scope="module")
def descriptors(tmp_path_factory):
    made = tmp_path_factory.mktemp("descriptors") / "events.pb"
    subprocess.run(["protoc", "-I", ROOT / "proto", "-I", ROOT / "build" / "googleapis",
                    "--include_imports", f"--descriptor_set_out={made}",
                    "hatif/program/v1/execution_events.proto"], check=True)
    return made


@pytest.fixture(scope="module")
def classes():
    """The Java sample, built by its own pom with the code that protoc makes of the contracts."""
    subprocess.run(["mvn", "-q", "-B", "-f", SAMPLES / "java" / "pom.xml", "compile"], check=True)
    return f"{BUILT / 'classes'}:{BUILT / 'lib'}/*"


def lines_of(command):
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
    return [json.loads(line) for line in told.splitlines()]


def python_sample(suite, descriptors, database):
    return lines_of([sys.executable, SAMPLES / "python" / "call_results.py", suite.kafka, descriptors,
                     database, "--until-idle", IDLE_SECONDS])


def check_agrees(lines, campaign):
    """Every attempt that REST reports is a line, once, and says the same."""
    execution, reports = campaign
    ours = {line["attemptId"]: line for line in lines if line["executionId"] == execution}
    assert len(ours) == len([line for line in lines if line["executionId"] == execution]) == 3
    for report in reports:
        for attempt in report["attempts"]:
            line = ours[attempt["attemptId"]]
            assert line["jobId"] == report["jobId"]
            assert line["contactId"] == report["contactId"]
            assert line["to"] == attempt["call"]["to"]
            assert line["attemptNumber"] == attempt["attemptNumber"]
            assert line["outcome"] == attempt["outcome"]
            assert line["outcomeReason"] == attempt["outcomeReason"]
            assert line["answered"] == (attempt["call"]["answeredAt"] is not None)
        last = ours[report["attempts"][-1]["attemptId"]]
        assert last["retryAt"] is None


def test_the_python_sample_prints_how_every_call_ended(suite, campaign, descriptors, tmp_path):
    database = tmp_path / "results.db"
    lines = python_sample(suite, descriptors, database)
    check_agrees(lines, campaign)
    assert python_sample(suite, descriptors, database) == [], "started again: nothing comes twice"
    rows = sqlite3.connect(database).execute("SELECT line FROM results").fetchall()
    assert sorted(json.dumps(line) for line in lines) == sorted(line for line, in rows)


def test_the_java_sample_prints_the_same(suite, campaign, classes):
    lines = lines_of(["java", "-cp", classes, "CallResults", suite.kafka, IDLE_SECONDS])
    check_agrees(lines, campaign)
