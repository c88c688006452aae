"""A running execution, as it is seen by someone who waits for it."""
import sys
import time

WIDTH = 40
LOOK_EVERY_SECONDS = 0.5
LINE_EVERY_LOOKS = 6
PATIENCE_SECONDS = 300

DONE = ("contactsCompleted", "contactsFailed", "contactsSkipped")
COUNTS = DONE + ("contactsPending", "contactsInProgress")


def follow(api, execution_id):
    """Shows a bar until the execution is over, and answers it as it then is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    look = 0
    while True:
        execution = api.get(f"/program-executions/{execution_id}")
        check_sum(execution)
        over = execution["status"] not in ("scheduled", "running")
        show(execution, look, over)
        if over:
            return execution
        if time.monotonic() > deadline:
            sys.exit(f"the execution is still {execution['status']}: {execution}")
        look += 1
        time.sleep(LOOK_EVERY_SECONDS)


def check_sum(execution):
    total = sum(execution[count] for count in COUNTS)
    if total != execution["totalContacts"]:
        sys.exit(f"the counts do not add up: {execution}")


def show(execution, look, over):
    if sys.stdout.isatty():
        print("\r\033[K" + line(execution), end="\n" if over else "", flush=True)
    elif over or look % LINE_EVERY_LOOKS == 0:
        print(line(execution), flush=True)


def line(execution):
    total = max(execution["totalContacts"], 1)
    done = sum(execution[count] for count in DONE)
    filled = WIDTH * done // total
    active = min(WIDTH - filled, -(-WIDTH * execution["contactsInProgress"] // total))
    bar = "█" * filled + "▒" * active + "·" * (WIDTH - filled - active)
    outcomes = "  ".join(f"{name} {count}" for name, count in sorted(execution["outcomes"].items()))
    waiting = execution["waitingFor"]
    return (f"{bar} {done}/{total}  calling {execution['contactsInProgress']}  {outcomes}"
            + (f"  (waits for {waiting['reason']})" if waiting else ""))
