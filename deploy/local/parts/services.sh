# The five services: what each is told by its environment. Every one gets a script of its own in
# DIR/start, so that it is started again the same way by hand, by `up` and by the supervisor.

services=(hatif-gateway hatif-contact hatif-program-scheduler hatif-reporting)

write_start_scripts() { # number of dialers
    local n name store
    mapfile -t store < <(store_settings)
    rm -rf "$start"
    mkdir -m 700 "$start"
    caller_keys=local:$(od -An -tx1 -N32 /dev/urandom | tr -d ' \n')

    start_script hatif-gateway \
        HATIF_LISTEN="127.0.0.1:$identity_port" HATIF_HEALTH_LISTEN="127.0.0.1:$health_ports" \
        HATIF_HTTP_LISTEN="127.0.0.1:$http_port" HATIF_PG="$(role_url hatif_gateway)" \
        HATIF_CONTACT="127.0.0.1:$contact_port" HATIF_SCHEDULER="127.0.0.1:$scheduler_port" \
        HATIF_REPORTING="127.0.0.1:$reporting_port"
    start_script hatif-contact \
        HATIF_LISTEN="127.0.0.1:$contact_port" \
        HATIF_HEALTH_LISTEN="127.0.0.1:$((health_ports + 2))" HATIF_PG="$(role_url hatif_contact)"
    start_script hatif-program-scheduler \
        HATIF_LISTEN="127.0.0.1:$scheduler_port" \
        HATIF_HEALTH_LISTEN="127.0.0.1:$((health_ports + 3))" \
        HATIF_PG="$(role_url hatif_program_scheduler)" HATIF_CONTACT="127.0.0.1:$contact_port" \
        HATIF_GATEWAY="127.0.0.1:$identity_port" \
        "${store[@]}" HATIF_DECODER="$bin/hatif-audio-decoder"
    start_script hatif-reporting \
        HATIF_LISTEN="127.0.0.1:$reporting_port" \
        HATIF_HEALTH_LISTEN="127.0.0.1:$((health_ports + 5))" HATIF_PG="$(role_url hatif_reporting)" \
        HATIF_SCHEDULER="127.0.0.1:$scheduler_port" HATIF_CONTACT="127.0.0.1:$contact_port" \
        HATIF_GATEWAY="127.0.0.1:$identity_port" "${store[@]}"

    mapfile -t dialers < <(dialer_names "$1")
    for n in "${!dialers[@]}"; do
        start_script "${dialers[n]}" \
            HATIF_HEALTH_LISTEN="127.0.0.1:$((health_ports + 10 + n))" \
            HATIF_SCHEDULER="127.0.0.1:$scheduler_port" HATIF_WORKER="dialer-$n" \
            HATIF_SIP_LISTEN="127.0.0.1:$((sip_ports + n))" HATIF_RTP_ADDRESS=127.0.0.1 \
            HATIF_RTP_PORTS="$(rtp_range "$n" "$1")" HATIF_MAX_CALLS="${HATIF_MAX_CALLS:-500}" \
            HATIF_DIALER_HTTP_ALLOW=127.0.0.0/8 \
            HATIF_SPOOL="$dir/spool" "${store[@]}"
    done
}

# A folder of ours, or what the environment of `up` says: HATIF_OBJECTS=s3://bucket HATIF_S3_...
store_settings() {
    echo "HATIF_OBJECTS=${HATIF_OBJECTS:-$dir/objects}"
    env | grep '^HATIF_S3_' || true
}

# A worker alone carries no number.
dialer_names() {
    if (($1 == 1)); then echo hatif-dialer; else printf 'hatif-dialer-%d\n' $(seq 0 $(($1 - 1))); fi
}

# 2,000 ports a worker, or an equal part of all when there are more than five.
rtp_range() { # number of the dialer, number of dialers
    local width=$((rtp_count / ($2 < 5 ? 5 : $2) / 2 * 2))
    local first=$((rtp_first + $1 * width))
    echo "$first-$((first + width - 1))"
}

role_url() { echo "postgresql://$1@127.0.0.1:$postgres_port/hatif"; }

start_script() { # NAME VARIABLE=value...
    local name=$1 setting
    shift
    {
        echo '#!/bin/bash'
        for setting in "$@" HATIF_KAFKA="127.0.0.1:$kafka_port" HATIF_CALLER_KEYS="$caller_keys" \
            HATIF_LOG_LEVEL="${HATIF_LOG_LEVEL:-info}"; do
            printf 'export %q\n' "$setting"
        done
        printf 'exec %q "$@"\n' "$bin/$(sed 's/-[0-9]*$//' <<<"$name")"
    } >"$start/$name"
    chmod 700 "$start/$name"
}

launch_services() { # supervise?
    local name
    if [[ $1 == yes ]]; then
        launch supervise "$python" "$here/parts/supervise" "$start" "$run" "$log"
    else
        for name in "${services[@]}" "${dialers[@]}"; do launch "$name" "$start/$name"; done
    fi
}

await_services() {
    local n
    await_ready hatif-gateway "$health_ports"
    await_ready hatif-contact $((health_ports + 2))
    await_ready hatif-program-scheduler $((health_ports + 3))
    await_ready hatif-reporting $((health_ports + 5))
    for n in "${!dialers[@]}"; do await_ready "${dialers[n]}" $((health_ports + 10 + n)); done
    wait_until 30 "the REST API" curl -fs -o /dev/null "http://127.0.0.1:$http_port/healthz"
}

await_ready() {
    wait_until 60 "$1 to be ready (log in $log/$1.log)" is_ready "$1" "$2"
}

is_ready() {
    [[ $supervised == yes ]] || is_running "$1" || fail "$1 has ended: $(tail -n 3 "$log/$1.log")"
    curl -fs -o /dev/null "http://127.0.0.1:$2/readyz"
}
