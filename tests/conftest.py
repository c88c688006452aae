"""One suite for all tests, started by its own command, its calls answered by the peer in Python."""
import os
import pathlib
import re
import subprocess

import pytest

from callees import Callees
from campaigns import Campaigns
from client import Client
from organizations import Organizations
from uas import Uas

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOCAL = ROOT / "deploy" / "local"
PEER = ("127.0.0.1", 20460)


class Suite:
    """The running suite, as `deploy/local/env` tells how to reach it."""

    def __init__(self, folder):
        self._environment = {**os.environ, "HATIF_DIR": str(folder)}

    def up(self, *arguments):
        if subprocess.run([LOCAL / "up", *arguments], env=self._environment).returncode:
            pytest.exit("the suite does not start", returncode=1)
        told = subprocess.run([LOCAL / "env"], env=self._environment, check=True,
                              capture_output=True, text=True).stdout
        for name, value in re.findall(r"^export HATIF_(\w+)=(.*)$", told, re.M):
            setattr(self, name.lower(), value)

    def down(self):
        subprocess.run([LOCAL / "down"], env=self._environment, check=True)

    def pid(self, name):
        return int((pathlib.Path(self.run) / f"{name}.pid").read_text())


@pytest.fixture(scope="session")
def peer():
    peer = Uas(*PEER).start()
    yield peer
    peer.stop()


@pytest.fixture(scope="session")
def callees(peer):
    """Numbers to call, each with what its owner does."""
    callees = Callees()
    peer.behaviour = callees.behaviour_of
    return callees


@pytest.fixture(scope="session")
def suite(peer):
    suite = Suite(os.environ.get("HATIF_DIR", ROOT / "build" / "system-tests"))
    try:
        suite.up("--trunk", "{}:{}".format(*PEER), "--supervise")
        yield suite
    finally:
        suite.down()


@pytest.fixture(scope="session")
def api(suite):
    return Client(suite.url, suite.api_key)


@pytest.fixture(scope="session")
def admin(suite):
    return Client(suite.url, suite.admin_key)


@pytest.fixture(scope="session")
def organizations(admin):
    return Organizations(admin)


@pytest.fixture(scope="session")
def campaigns(api):
    return Campaigns(api)
