"""A worker cut off the network: packets of its user to and from some ports are lost, both ways."""
import subprocess

TABLE = "hatif_faults"


class Cut:
    def __init__(self, user, ports):
        there = "{" + ", ".join(map(str, ports)) + "}"
        self._rules = f"""table inet {TABLE} {{
            chain leaving {{
                type filter hook output priority 0; meta skuid {user} tcp dport {there} drop
            }}
            chain coming {{
                type filter hook input priority 0; meta skuid {user} tcp sport {there} drop
            }}
        }}"""

    def begin(self):
        subprocess.run(["nft", "-f", "-"], input=self._rules, text=True, check=True)

    def heal(self):
        subprocess.run(["nft", "delete", "table", "inet", TABLE], check=True)
