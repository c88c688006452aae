# The suite's own PostgreSQL cluster: loopback only, one database, a role and a schema a service.

postgres_bin=/usr/lib/postgresql/15/bin

launch_postgres() {
    if [[ ! -e $dir/postgres/PG_VERSION ]]; then
        rm -rf "$dir/postgres"
        mkdir -m 700 "$dir/postgres"
        [[ $EUID != 0 ]] || chown postgres: "$dir/postgres"
        as_postgres "$postgres_bin/initdb" -D "$dir/postgres" -U postgres -A trust -E UTF8 \
            --locale=C.UTF-8 --no-sync --no-instructions >>"$log/postgres.log" 2>&1
    fi
    launch postgres "${postgres_user[@]}" "$postgres_bin/postgres" -D "$dir/postgres" \
        -c config_file="$here/parts/postgresql.conf" -c port="$postgres_port"
}

await_postgres() {
    wait_until 30 "PostgreSQL (log in $log/postgres.log)" \
        "$postgres_bin/pg_isready" -q -h 127.0.0.1 -p "$postgres_port"
    if [[ $(ask postgres -c "SELECT 1 FROM pg_database WHERE datname = 'hatif'") != 1 ]]; then
        ask postgres -c 'CREATE DATABASE hatif'
        ask hatif -f "$here/parts/schemas.sql"
    fi
}

# Trunks of kept data lead to the one of now before any worker hears of them; the API changes none.
lead_trunks_to() { # HOST:PORT
    [[ -n $(ask hatif -c "SELECT to_regclass('program_scheduler.trunks')") ]] || return 0
    ask hatif -v host="${1%:*}" -v port="${1##*:}" <<<"UPDATE program_scheduler.trunks
        SET host = :'host', port = :port, updated_at = now()
        WHERE (host, port) IS DISTINCT FROM (:'host', :port)"
}

ask() { # DATABASE ARGUMENTS...: as the superuser
    psql -qAt -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$postgres_port" -U postgres -d "$@"
}

# PostgreSQL refuses to run as root. The one capability lets its user through to the cluster when
# the tree stands below a closed folder, /root say.
postgres_user=()
if [[ $EUID == 0 ]]; then
    postgres_user=(setpriv --reuid postgres --regid postgres --clear-groups
        --inh-caps +dac_override --ambient-caps +dac_override)
fi

as_postgres() { "${postgres_user[@]}" "$@" </dev/null; }

# A PostgreSQL that was restarted by hand (pg_ctl) has another pid than the one that we started; its
# own file knows it.
restarted_postgres() {
    local pid
    pid=$(head -n 1 "$dir/postgres/postmaster.pid" 2>/dev/null) || return 1
    tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF "$dir/postgres" && echo "$pid"
}

halt_restarted_postgres() {
    local pid
    pid=$(restarted_postgres) || return 0
    kill -INT "$pid"
    wait_until 10 "PostgreSQL to end" bash -c "! kill -0 $pid 2>/dev/null"
}
