# Where everything of the local suite is: folders and ports. Sourced by the commands beside it.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
here=$root/deploy/local
python=$root/build/venv/bin/python

# One folder holds all that a suite leaves on disk; another one makes another suite.
dir=$(realpath -m "${HATIF_DIR:-$root/build/local}")
run=$dir/run
log=$dir/log
start=$dir/start
keys=$dir/keys

# Binaries made elsewhere (sanitized ones, say) are taken as they are; the usual ones are built.
bin=${HATIF_BIN:-$root/build/release/bin}

postgres_port=20432
kafka_port=20092
controller_port=20093
http_port=20080
identity_port=20081
contact_port=20082
scheduler_port=20083
reporting_port=20085
health_ports=20180   # + 0 gateway, 2 contact, 3 scheduler, 5 reporting, 10 + N dialer N
sip_ports=20060      # + N dialer N
carrier=127.0.0.1:20260
rtp_first=10000
rtp_count=10000

superuser=postgresql://postgres@127.0.0.1:$postgres_port/hatif
export HATIF_RUN=$run
