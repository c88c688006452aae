#include "kafka/producer.hpp"

#include "kafka/client_impl.hpp"

#include <array>
#include <atomic>
#include <thread>

namespace hatif::kafka {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

struct Producer::Client {
    explicit Client(ProducerOptions chosen);

    static void delivered_one(rd_kafka_t*, const rd_kafka_message_t* message, void* self) noexcept;
    static void met_error(rd_kafka_t* kafka, int code, const char* why, void* self) noexcept;

    const std::size_t capacity;
    const Complaint complain;
    const std::function<void()> on_death;
    std::atomic<std::uint64_t> sent{0};
    std::atomic<std::uint64_t> delivered{0};
    std::atomic<std::uint64_t> failed{0};
    std::atomic<bool> dead{false};
    kafka::Client kafka;
    std::jthread poller; // last: it ends before the client goes
};

Producer::Client::Client(ProducerOptions chosen)
    : capacity{chosen.buffered_records}, complain{without_repeats(std::move(chosen.complain))},
      on_death{std::move(chosen.on_death)} {
    auto conf = make_conf({
        {"bootstrap.servers", chosen.brokers},
        {"client.id", chosen.client_id},
        {"enable.idempotence", "true"},
        // With more than one, a broker that comes back may be sent a later batch before the one
        // that it turned away meanwhile: "out of order sequence number", and the producer is dead.
        {"max.in.flight.requests.per.connection", "1"},
        {"enable.gapless.guarantee", chosen.gapless ? "true" : "false"},
        {"acks", "all"},
        {"compression.codec", "lz4"},
        {"linger.ms", std::to_string(chosen.linger.count())},
        {"partitioner", "murmur2_random"},
        {"queue.buffering.max.messages", std::to_string(chosen.buffered_records)},
        // Waits as long as Kafka is away, also for a topic that is yet to be made.
        {"message.timeout.ms", "0"},
        {"topic.metadata.propagation.max.ms", "3600000"},
    });
    rd_kafka_conf_set_opaque(conf.get(), this);
    rd_kafka_conf_set_dr_msg_cb(conf.get(), delivered_one);
    rd_kafka_conf_set_error_cb(conf.get(), met_error);
    kafka = make_client(RD_KAFKA_PRODUCER, std::move(conf));
    if (chosen.polled_by_owner) return;
    poller = std::jthread{[this](const std::stop_token& stop) {
        while (!stop.stop_requested()) rd_kafka_poll(kafka.get(), 100);
    }};
}

void Producer::Client::delivered_one(rd_kafka_t*,
                                     const rd_kafka_message_t* message,
                                     void* self) noexcept {
    auto& client = *static_cast<Client*>(self);
    const std::unique_ptr<Delivered> delivered{static_cast<Delivered*>(message->_private)};
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        ++client.delivered;
        if (delivered) (*delivered)();
        return;
    }
    ++client.failed;
    client.complain(std::string{"a record was given up: "} + rd_kafka_err2str(message->err));
}

void Producer::Client::met_error(rd_kafka_t* kafka,
                                 int code,
                                 const char* why,
                                 void* self) noexcept {
    auto& client = *static_cast<Client*>(self);
    if (code != RD_KAFKA_RESP_ERR__FATAL) return client.complain(std::string{"Kafka: "} + why);
    char words[512];
    rd_kafka_fatal_error(kafka, words, sizeof words);
    client.complain(std::string{"the Kafka producer is dead: "} + words);
    if (!client.dead.exchange(true)) client.on_death();
}

namespace {

/// What may pass by itself. All else would be refused again, however often it is offered.
bool may_pass(rd_kafka_resp_err_t why) {
    switch (why) {
    case RD_KAFKA_RESP_ERR__QUEUE_FULL:
    case RD_KAFKA_RESP_ERR__FATAL: // the producer is dead; the next one takes it
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED: // the topic's, not the record's fault
        return true;
    default:
        return false;
    }
}

} // namespace

Producer::Producer(ProducerOptions options)
    : client_{std::make_unique<Client>(std::move(options))} {}

Producer::~Producer() {
    // Without this, destroying the client would wait for what Kafka does not acknowledge.
    rd_kafka_purge(client_->kafka.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(client_->kafka.get(), 100); // what the purged records brought with them goes
}

Offer Producer::offer(const Record& record, const Delivered& delivered) {
    auto kept = delivered ? std::make_unique<Delivered>(delivered) : nullptr;
    base::Handle<rd_kafka_headers_t, rd_kafka_headers_destroy> headers{
        rd_kafka_headers_new(record.headers.size())};
    for (const auto& it : record.headers) {
        rd_kafka_header_add(headers.get(), it.name.data(), static_cast<ssize_t>(it.name.size()),
                            it.value.data(), static_cast<ssize_t>(it.value.size()));
    }
    std::array<rd_kafka_vu_t, 6> parts{};
    parts[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    parts[0].u.cstr = record.topic.c_str();
    parts[1].vtype = RD_KAFKA_VTYPE_KEY;
    parts[1].u.mem = {const_cast<char*>(record.key.data()), record.key.size()};
    parts[2].vtype = RD_KAFKA_VTYPE_VALUE;
    parts[2].u.mem = {const_cast<char*>(record.payload.data()), record.payload.size()};
    parts[3].vtype = RD_KAFKA_VTYPE_HEADERS;
    parts[3].u.headers = headers.get();
    parts[4].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    parts[4].u.i = RD_KAFKA_MSG_F_COPY;
    parts[5].vtype = RD_KAFKA_VTYPE_OPAQUE;
    parts[5].u.ptr = kept.get();

    ++client_->sent; // before: its delivery may be counted before this function returns
    rd_kafka_error_t* refused =
        rd_kafka_produceva(client_->kafka.get(), parts.data(), parts.size());
    if (refused == nullptr) {
        (void)headers.release(); // the client has taken them
        (void)kept.release();    // and brings it back with the record's delivery
        return Offer::taken;
    }
    --client_->sent;
    client_->complain(std::string{"a record was not accepted: "} + rd_kafka_error_string(refused));
    const bool again =
        may_pass(rd_kafka_error_code(refused)) ||
        rd_kafka_fatal_error(client_->kafka.get(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR;
    rd_kafka_error_destroy(refused);
    return again ? Offer::later : Offer::refused;
}

void Producer::poll() {
    rd_kafka_poll(client_->kafka.get(), 0);
}

std::size_t Producer::outstanding() const {
    const auto done = client_->delivered + client_->failed; // read first: never more than was sent
    return static_cast<std::size_t>(client_->sent - done);
}

std::size_t Producer::capacity() const {
    return client_->capacity;
}

std::size_t Producer::room() const {
    const auto held = outstanding();
    return held < client_->capacity ? client_->capacity - held : 0;
}

bool Producer::flush(milliseconds patience) {
    const auto until = Steady::now() + patience;
    // More than once: the last report may still be on its way through the poller.
    while (outstanding() > 0 && !client_->dead && Steady::now() < until) {
        const auto left = std::chrono::ceil<milliseconds>(until - Steady::now());
        rd_kafka_flush(client_->kafka.get(), static_cast<int>(left.count()));
    }
    return outstanding() == 0 && !client_->dead;
}

std::uint64_t Producer::delivered() const {
    return client_->delivered;
}

std::uint64_t Producer::failed() const {
    return client_->failed;
}

bool Producer::dead() const {
    return client_->dead;
}

} // namespace hatif::kafka
