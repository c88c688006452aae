"""What the measurements share: the suite that runs, and what its processes spent."""
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parent / "system"), str(HERE.parents[1] / "deploy" / "carrier")]

import cpu  # noqa: E402
from campaigns import Campaigns  # noqa: E402
from client import Client  # noqa: E402
from uas import Uas  # noqa: E402

TRUNK = ("127.0.0.1", 20460)


def suite():
    return Client(os.environ["HATIF_URL"], os.environ["HATIF_API_KEY"])


def campaigns():
    return Campaigns(suite())


def carrier(behaviour_of):
    return Uas(*TRUNK, behaviour_of).start()


def unbound(calls):
    """The organization may have so many live calls."""
    admin = Client(os.environ["HATIF_URL"], os.environ["HATIF_ADMIN_KEY"])
    admin.put(f"/admin/organizations/{os.environ['HATIF_ORG']}", {"maxConcurrentCalls": calls})


class Spending:
    """CPU seconds by process, from now on."""

    def __init__(self):
        self._before = cpu.spent(os.environ["HATIF_RUN"])

    def tell(self, count, unit):
        after = cpu.spent(os.environ["HATIF_RUN"])
        for name in sorted(after):
            spent = after[name] - self._before.get(name, 0)
            print(f"  {name:28} {spent:7.2f} s CPU  {1000 * spent / count:8.3f} ms a {unit}")


def argument(place, default):
    return type(default)(sys.argv[place]) if len(sys.argv) > place else default
