# The suite's own Kafka: one KRaft node, broker and controller, its topics made explicitly.

launch_kafka() {
    mkdir -p "$dir/kafka"
    cat >"$dir/kafka.properties" <<END
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller_port
listeners=PLAINTEXT://127.0.0.1:$kafka_port,CONTROLLER://127.0.0.1:$controller_port
advertised.listeners=PLAINTEXT://127.0.0.1:$kafka_port
controller.listener.names=CONTROLLER
log.dirs=$dir/kafka
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
END
    # One process from formatting to serving, so that its pid is the broker's.
    launch kafka bash -c '"${@:2}" kafka.tools.StorageTool format --ignore-formatted \
        -t aGF0aWYtbG9jYWwtMDAwMQ -c "$1" && exec "${@:2}" kafka.Kafka "$1"' kafka \
        "$dir/kafka.properties" \
        java -Xms256m -Xmx512m -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$root/build/kafka/lib/*"
}

await_kafka() {
    "$python" "$here/parts/make_topics" "127.0.0.1:$kafka_port" ||
        fail "no Kafka (log in $log/kafka.log)"
}
