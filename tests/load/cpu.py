"""CPU seconds by process of the suite, children included."""
import os
import pathlib

TICKS = os.sysconf("SC_CLK_TCK")


def of(pid):
    """CPU seconds of one process; 0 when it is gone."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return 0.0
    return sum(int(each) for each in fields[11:15]) / TICKS


def spent(run):
    """{name of the pid file: CPU seconds since its start}"""
    parents, ticks = {}, {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # After the name, which may hold spaces: state, parent, ...
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents[int(entry.name)] = int(fields[1])
            # Own time, and that of children that have ended.
            ticks[int(entry.name)] = sum(int(each) for each in fields[11:15])
    roots = {int(file.read_text()): file.stem for file in pathlib.Path(run).glob("*.pid")}
    totals = dict.fromkeys(roots.values(), 0.0)
    for pid in ticks:
        above = pid
        while above and above not in roots:
            above = parents.get(above, 0)
        if above:
            totals[roots[above]] += ticks[pid] / TICKS
    return totals
