# Processes by name: the pid of NAME is in run/NAME.pid, its output in log/NAME.log.

say() { echo "$(basename "$0"): $*" >&2; }

fail() {
    say "$@"
    exit 1
}

# launch NAME COMMAND...: in a session of its own, holding none of our streams or locks.
launch() {
    local name=$1
    shift
    rm -f "$run/$name.pid"
    setsid bash -c 'echo $$ >"$0.new"; mv "$0.new" "$0"; exec "$@"' "$run/$name.pid" "$@" \
        </dev/null >>"$log/$name.log" 2>&1 &
    disown
    wait_until 5 "$name to start" test -s "$run/$name.pid"
}

# A pid is ours only while its process carries our HATIF_RUN: numbers are used again after a
# reboot. A zombie carries nothing, so it counts as gone.
is_running() {
    local pid
    pid=$(cat "$run/$1.pid" 2>/dev/null) || return 1
    grep -zqsxF "HATIF_RUN=$run" "/proc/$pid/environ"
}

# wait_until SECONDS WHAT COMMAND...: polls; says what it waited for when the time is over.
wait_until() {
    local deadline=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        ((SECONDS <= deadline)) || fail "waited in vain for $what"
        sleep 0.05
    done
}

# halt SECONDS NAMES...: asks all of them to end, and ends what has not after that time.
halt() {
    local deadline=$((SECONDS + $1)) name
    shift
    for name; do signal TERM "$name"; done
    for name; do
        while is_running "$name" && ((SECONDS < deadline)); do sleep 0.05; done
        signal KILL "$name"
        rm -f "$run/$name.pid"
    done
}

signal() {
    ! is_running "$2" || kill "-$1" "$(cat "$run/$2.pid")" 2>/dev/null || true
}

names_running() {
    local file
    for file in "$run"/$1.pid; do
        [[ ! -e $file ]] || basename "$file" .pid
    done
}
