# The simulated carrier (deploy/carrier) is the suite's only trunk, unless `up --trunk` names one.

launch_carrier() {
    mkdir -p "$dir/carrier"
    launch carrier "$python" "$root/deploy/carrier/carrier" "$carrier" "$dir/carrier"
    wait_until 10 "the carrier (log in $log/carrier.log)" carrier_listens
}

carrier_listens() { [[ -n $(ss -Hlun "sport = :${carrier#*:}") ]]; }
