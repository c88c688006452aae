#include "kafka/relay.hpp"

#include "kafka/backoff.hpp"
#include "kafka/cloud_event.hpp"
#include "kafka/producer.hpp"

#include "base/result.hpp"
#include "pg/pool.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace hatif::kafka {

using base::Errc;
using base::fail;
using base::Result;
using std::chrono::milliseconds;

namespace {

// Less than PostgreSQL's patience with an idle transaction: it is open meanwhile.
constexpr milliseconds in_transaction{1500};
constexpr milliseconds outside{1000};

/// A row of the outbox, as it leaves: its events are numbered from its id on.
struct Outgoing {
    std::int64_t xid;
    std::int64_t id;
    std::vector<Record> records;
};

Outgoing outgoing(const pg::Row& row, const std::string& source) {
    Outgoing found{row.get<std::int64_t>(0), row.get<std::int64_t>(1), {}};
    const auto topic = row.get<std::string>(2);
    const auto schema = row.get<std::string>(3);
    auto keys = row.get<std::vector<std::string>>(4);
    auto types = row.get<std::vector<std::string>>(5);
    auto payloads = row.get<std::vector<std::string>>(6);
    const auto times = row.get<std::vector<base::Instant>>(7);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto sequence = outbox_sequence(static_cast<std::uint64_t>(found.xid),
                                              static_cast<std::uint64_t>(found.id) + i);
        const CloudEvent event{.id = sequence,
                               .source = source,
                               .type = std::move(types[i]),
                               .time = times[i],
                               .schema = schema,
                               .sequence = sequence};
        found.records.push_back({.topic = topic,
                                 .key = std::move(keys[i]),
                                 .headers = headers_of(event),
                                 .payload = std::move(payloads[i])});
    }
    return found;
}

/// What is left of a record that no broker takes: what it was, and why it is not there.
Record epitaph(const Record& record, const std::string& source) {
    Record letter{.topic = dead_letter_topic(record.topic),
                  .key = record.key,
                  .headers = record.headers,
                  .payload = {}};
    letter.headers.push_back({"hatif-dead-letter-reason",
                              "no broker takes its " + std::to_string(record.payload.size()) +
                                  " bytes; the payload is left out"});
    letter.headers.push_back({"hatif-dead-letter-reader", source + "-relay"});
    letter.headers.push_back({"hatif-dead-letter-topic", record.topic});
    return letter;
}

std::string_view header_of(const Record& record, std::string_view name) {
    for (const auto& header : record.headers) {
        if (header.name == name) return header.value;
    }
    return {};
}

} // namespace

class Relay::Worker {
public:
    Worker(RelayOptions options, pg::Pool& pool)
        : options_{std::move(options)}, complain_{without_repeats(options_.complain)}, pool_{pool},
          thread_{[this](const std::stop_token& stop) { run(stop); }} {}

    void stop() {
        thread_.request_stop();
        if (thread_.joinable()) thread_.join();
    }

    std::atomic<std::uint64_t> relayed{0};
    std::atomic<bool> flowing{false};

private:
    void run(const std::stop_token& stop);
    struct Moved {
        std::size_t rows = 0, events = 0;
    };
    Result<Moved> relay();
    Result<std::vector<Outgoing>> read(pg::Transaction& transaction) const;
    Result<void> send(const std::vector<Outgoing>& rows);
    Offer bury(const Record& record);
    void wait(const std::stop_token& stop, milliseconds time);

    const RelayOptions options_;
    const Complaint complain_;
    pg::Pool& pool_;
    std::optional<Producer> producer_;
    /// All below it is gone: the search begins here and not in the graves of what was deleted.
    std::int64_t lowest_xid_ = 0;
    std::mutex mutex_;
    std::condition_variable_any stopped_;
    std::jthread thread_; // last: it ends before all that it uses
};

void Relay::Worker::run(const std::stop_token& stop) {
    Backoff backoff;
    while (!stop.stop_requested()) {
        const auto moved = relay();
        flowing = moved.has_value();
        if (!moved) {
            complain_("the outbox waits: " + moved.error().what);
            lowest_xid_ = 0;
            wait(stop, backoff.next());
            continue;
        }
        backoff.reset();
        relayed += moved->events;
        if (moved->rows < options_.batch_rows) wait(stop, options_.idle);
    }
}

/// One batch; answers what left. Nothing is sent anew while an earlier batch is under way.
Result<Relay::Worker::Moved> Relay::Worker::relay() {
    if (!producer_ || producer_->dead()) {
        // Gapless: if one event of a key were given up and the next went through, readers would
        // drop the first one for ever when it is sent again.
        producer_.emplace(ProducerOptions{.brokers = options_.brokers,
                                          .client_id = options_.source + "-relay",
                                          .linger = milliseconds{5},
                                          .gapless = true,
                                          .complain = complain_});
    }
    if (!producer_->flush(outside)) return fail(Errc::unavailable, "Kafka does not acknowledge");
    std::int64_t last_xid = lowest_xid_;
    auto moved = pool_.transact([&](pg::Transaction& transaction) -> Result<Moved> {
        const auto rows = read(transaction);
        if (!rows) return fail(rows.error());
        if (rows->empty()) return Moved{};
        if (auto sent = send(*rows); !sent) return fail(sent.error());
        last_xid = rows->back().xid;
        auto deleted = transaction.defer(
            "DELETE FROM outbox WHERE (xid, id) <= ($1::bigint::text::xid8, $2::bigint)", last_xid,
            rows->back().id);
        if (!deleted) return fail(deleted.error());
        Moved all{.rows = rows->size()};
        for (const auto& row : *rows) all.events += row.records.size();
        return all;
    });
    if (moved) lowest_xid_ = last_xid;
    return moved;
}

/// The oldest rows that no running transaction can still add to, when it is our turn: one relay
/// works at a time. None otherwise. That they left need not be on the disk: what comes back after a
/// crash is sent again, as after any crash.
Result<std::vector<Outgoing>> Relay::Worker::read(pg::Transaction& transaction) const {
    auto turn = transaction.defer("SELECT set_config('synchronous_commit', 'off', true), "
                                  "set_config('hatif.turn', pg_try_advisory_xact_lock("
                                  "hashtext('outbox relay'), hashtext(current_schema()))::text, "
                                  "true)");
    if (!turn) return fail(turn.error());
    const auto rows = transaction.exec(
        "SELECT xid::text::bigint, id, topic, schema, keys, types, payloads, occurred_at FROM "
        "outbox "
        "WHERE current_setting('hatif.turn') = 'true' AND xid >= $1::bigint::text::xid8 "
        "AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, id LIMIT $2",
        lowest_xid_, static_cast<std::int64_t>(options_.batch_rows));
    if (!rows) return fail(rows.error());
    std::vector<Outgoing> found;
    for (const auto row : *rows) found.push_back(outgoing(row, options_.source));
    return found;
}

Result<void> Relay::Worker::send(const std::vector<Outgoing>& rows) {
    const auto failed_before = producer_->failed();
    for (const auto& row : rows) {
        for (const Record& record : row.records) {
            auto offer = producer_->offer(record);
            if (offer == Offer::refused) offer = bury(record);
            if (offer == Offer::later) return fail(Errc::unavailable, "Kafka takes no more");
        }
    }
    if (!producer_->flush(in_transaction) || producer_->failed() != failed_before) {
        return fail(Errc::unavailable, "Kafka does not acknowledge");
    }
    return {};
}

Offer Relay::Worker::bury(const Record& record) {
    complain_(
        "an event is lost, as no broker takes it: " + std::string{header_of(record, "ce_type")} +
        " of " + record.key + ", " + std::string{header_of(record, "ce_id")} + ", " +
        std::to_string(record.payload.size()) + " bytes");
    return producer_->offer(epitaph(record, options_.source));
}

void Relay::Worker::wait(const std::stop_token& stop, milliseconds time) {
    std::unique_lock lock{mutex_};
    stopped_.wait_for(lock, stop, time, [] { return false; });
}

Relay::Relay(RelayOptions options, pg::Pool& pool)
    : worker_{std::make_unique<Worker>(std::move(options), pool)} {}

Relay::~Relay() = default;

void Relay::stop() {
    worker_->stop();
}

std::uint64_t Relay::relayed() const {
    return worker_->relayed;
}

bool Relay::flowing() const {
    return worker_->flowing;
}

} // namespace hatif::kafka
