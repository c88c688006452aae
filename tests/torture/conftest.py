"""The program under test, and how much of it: HATIF_TORTURE=full is for tests/torture/run, the rest
fits into `make test`. HATIF_TORTURE_ENDPOINT names another build of it, HATIF_TORTURE_SEED another
seed."""
import os

import pytest

from endpoint import ROOT, Endpoint

BINARY = os.environ.get("HATIF_TORTURE_ENDPOINT", ROOT / "build" / "release" / "bin" / "sip_endpoint")
IS_FULL = os.environ.get("HATIF_TORTURE") == "full"
told = []


@pytest.fixture(scope="session")
def seed():
    return int(os.environ.get("HATIF_TORTURE_SEED", "4475"))


@pytest.fixture(scope="session")
def amount():
    """amount(full, small): how many, in this run."""
    return lambda full, small: full if IS_FULL else small


@pytest.fixture(scope="module")
def endpoint(request, tmp_path_factory):
    if not os.path.exists(BINARY):
        pytest.fail(f"{BINARY} is missing: build the target sip_endpoint")
    log = tmp_path_factory.mktemp("endpoint") / "endpoint.log"
    endpoint = Endpoint(BINARY, log, transaction_time=2000 if IS_FULL else 1000)
    try:
        yield endpoint
        if endpoint.process.poll() is None:
            endpoint.is_sane()
            counts = endpoint.comes_to_rest()
            told.append(f"{request.node.name}: {counts['came']} calls came, {counts['placed']} "
                        f"placed, {counts['answered']} answered; {endpoint.asked} OPTIONS, slowest "
                        f"answer {endpoint.slowest * 1000:.0f} ms")
    finally:
        endpoint.stop()


def pytest_terminal_summary(terminalreporter):
    if told:
        terminalreporter.section("what was thrown")
        for line in told:
            terminalreporter.line(line)
