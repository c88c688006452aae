#include "kafka/consumer.hpp"

#include "kafka/backoff.hpp"
#include "kafka/batch_size.hpp"
#include "kafka/client_impl.hpp"
#include "kafka/consumer_offsets.hpp"
#include "kafka/dead_letters.hpp"
#include "kafka/messages_impl.hpp"

#include "pg/pool.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>

namespace hatif::kafka {

using base::Errc;
using base::Error;
using base::Result;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

namespace {

constexpr milliseconds poll_wait{100};

/// The broker gathers for most of a batch's wait, unless this much is there sooner: asked at once
/// for whatever there is, it would be asked at each event. The rest is for the answers of other
/// brokers.
constexpr auto enough_bytes = "131072";
milliseconds wait_at_broker(milliseconds batch_wait) {
    return batch_wait * 3 / 4;
}

} // namespace

class Consumer::Worker {
public:
    Worker(ConsumerOptions options, pg::Pool& pool, Handler handler);

    void stop() {
        thread_.request_stop();
        if (thread_.joinable()) thread_.join();
    }

    std::atomic<std::uint64_t> consumed{0};
    std::atomic<std::uint64_t> dead_letters{0};
    std::atomic<bool> flowing{false};

private:
    static void rebalanced(rd_kafka_t* kafka,
                           rd_kafka_resp_err_t what,
                           rd_kafka_topic_partition_list_t* partitions,
                           void* self) noexcept;
    static void met_error(rd_kafka_t*, int, const char* why, void* self) noexcept;

    void run(const std::stop_token& stop);
    void place();
    std::vector<Message> gather();
    void take(const std::vector<Message>& messages);
    Result<std::size_t> commit(const std::vector<Message>& messages,
                               const std::vector<Move>& moves,
                               const std::string* bury_because);
    std::vector<Move> moves_of(const std::vector<Message>& messages) const;
    void lose_place(const Error& why);
    void leave();

    const ConsumerOptions options_;
    const Complaint complain_;
    pg::Pool& pool_;
    const Handler handler_;
    DeadLetters graveyard_;

    // Of the worker's thread; the rebalance callback runs on it, inside of the poll.
    std::vector<std::int32_t> assigned_; // what the group gave us
    bool placed_ = false;                // whether it is being fetched, from `positions_`
    Positions positions_;
    BatchSize size_;
    std::string refusal_; // why a batch of one record is to be buried; empty: it is not
    Backoff backoff_;
    Steady::time_point next_try_{};

    Client kafka_;
    std::jthread thread_; // last: it ends before all that it uses
};

Consumer::Worker::Worker(ConsumerOptions options, pg::Pool& pool, Handler handler)
    : options_{std::move(options)}, complain_{without_repeats(options_.complain)}, pool_{pool},
      handler_{std::move(handler)}, graveyard_{options_.brokers, options_.group, options_.topic,
                                               complain_},
      size_{options_.batch_records} {
    auto conf = make_conf({
        {"bootstrap.servers", options_.brokers},
        {"group.id", options_.group},
        {"client.id", options_.group},
        {"enable.auto.commit", "false"},
        {"auto.offset.reset", "earliest"},
        // A replica that was killed is replaced within the five seconds that reports may lag.
        {"session.timeout.ms", "6000"},
        {"heartbeat.interval.ms", "1500"},
        {"queued.max.messages.kbytes", "16384"},
        {"fetch.min.bytes", enough_bytes},
        {"fetch.wait.max.ms", std::to_string(wait_at_broker(options_.batch_wait).count())},
        {"group.instance.id", options_.instance},
    });
    rd_kafka_conf_set_opaque(conf.get(), this);
    rd_kafka_conf_set_rebalance_cb(conf.get(), rebalanced);
    rd_kafka_conf_set_error_cb(conf.get(), met_error);
    kafka_ = make_client(RD_KAFKA_CONSUMER, std::move(conf));
    rd_kafka_poll_set_consumer(kafka_.get());
    thread_ = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
}

void Consumer::Worker::rebalanced(rd_kafka_t* kafka,
                                  rd_kafka_resp_err_t what,
                                  rd_kafka_topic_partition_list_t* partitions,
                                  void* self) noexcept {
    auto& worker = *static_cast<Worker*>(self);
    worker.placed_ = false;
    worker.positions_.clear();
    worker.assigned_.clear();
    worker.backoff_.reset();
    worker.next_try_ = {};
    if (what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS && partitions->cnt > 0) {
        // Answered by place(), when PostgreSQL has told where to begin.
        for (int i = 0; i < partitions->cnt; ++i) {
            worker.assigned_.push_back(partitions->elems[i].partition);
        }
        return;
    }
    rd_kafka_assign(kafka, nullptr);
    worker.flowing = what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS; // none for us: all is well
}

void Consumer::Worker::met_error(rd_kafka_t*, int, const char* why, void* self) noexcept {
    auto& worker = *static_cast<Worker*>(self);
    worker.complain_("Kafka, reading " + worker.options_.topic + ": " + why);
}

void Consumer::Worker::run(const std::stop_token& stop) {
    const Partitions topics{rd_kafka_topic_partition_list_new(1)};
    rd_kafka_topic_partition_list_add(topics.get(), options_.topic.c_str(), RD_KAFKA_PARTITION_UA);
    rd_kafka_subscribe(kafka_.get(), topics.get());
    while (!stop.stop_requested()) {
        if (!placed_ && !assigned_.empty() && Steady::now() >= next_try_) place();
        if (const auto messages = gather(); !messages.empty()) take(messages);
    }
    leave();
}

/// Begins to fetch where PostgreSQL says; what was fetched before is forgotten.
void Consumer::Worker::place() {
    auto positions = pool_.transact(
        [&](pg::Transaction& transaction) { return read_positions(transaction, options_.topic); });
    if (!positions) return lose_place(positions.error());
    positions_.clear();
    const Partitions from{rd_kafka_topic_partition_list_new(static_cast<int>(assigned_.size()))};
    for (const auto partition : assigned_) {
        const auto known = positions->find(partition);
        const bool begun = known != positions->end();
        positions_[partition] = begun ? known->second : -1;
        rd_kafka_topic_partition_list_add(from.get(), options_.topic.c_str(), partition)->offset =
            begun ? known->second : RD_KAFKA_OFFSET_BEGINNING;
    }
    rd_kafka_assign(kafka_.get(), from.get());
    placed_ = true;
    flowing = true;
}

/// Drops what is held and tries again later, from where PostgreSQL says by then.
void Consumer::Worker::lose_place(const Error& why) {
    complain_(options_.topic + " waits: " + why.what);
    flowing = false;
    next_try_ = Steady::now() + backoff_.next();
    if (!placed_) return;
    placed_ = false;
    const Partitions none{rd_kafka_topic_partition_list_new(0)};
    rd_kafka_assign(kafka_.get(), none.get());
}

/// What comes within the batch's wait, up to its size. Nothing, when the partitions changed
/// meanwhile.
std::vector<Message> Consumer::Worker::gather() {
    std::vector<Message> messages;
    auto wait = poll_wait;
    Steady::time_point until{};
    while (messages.size() < size_.now()) {
        Message message{rd_kafka_consumer_poll(kafka_.get(), static_cast<int>(wait.count()))};
        if (!message) break;
        if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            complain_("Kafka, reading " + options_.topic + ": " +
                      rd_kafka_message_errstr(message.get()));
            break;
        }
        if (!placed_) break;
        if (messages.empty()) {
            until = Steady::now() + options_.batch_wait - wait_at_broker(options_.batch_wait);
        }
        messages.push_back(std::move(message));
        wait = std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(until - Steady::now()));
    }
    if (!placed_) messages.clear();
    return messages;
}

std::vector<Move> Consumer::Worker::moves_of(const std::vector<Message>& messages) const {
    std::map<std::int32_t, std::int64_t> next;
    for (const auto& it : messages) next[it->partition] = it->offset + 1;
    std::vector<Move> moves;
    for (const auto& [partition, to] : next) {
        moves.push_back({.partition = partition, .from = positions_.at(partition), .to = to});
    }
    return moves;
}

/// The rows and the offsets of a batch, in one transaction. Answers how many were buried.
Result<std::size_t> Consumer::Worker::commit(const std::vector<Message>& messages,
                                             const std::vector<Move>& moves,
                                             const std::string* bury_because) {
    return pool_.transact([&](pg::Transaction& transaction) -> Result<std::size_t> {
        Batch batch{read(messages)};
        if (bury_because != nullptr) {
            batch.reject(0, *bury_because);
        } else if (auto taken = handler_(batch, transaction); !taken) {
            return base::fail(taken.error());
        }
        // After the handler, which may have to lock the keys that it announces before the
        // transaction has its number: this statement gives it one. Whoever was fenced has worked in
        // vain, and rolls back.
        const auto moved = move_positions(transaction, options_.topic, moves);
        if (!moved) return base::fail(moved.error());
        if (!*moved) return base::fail(Errc::conflict, "another replica has the partition");
        if (auto buried = graveyard_.bury(batch); !buried) return base::fail(buried.error());
        return batch.rejections().size();
    });
}

void Consumer::Worker::take(const std::vector<Message>& messages) {
    const auto moves = moves_of(messages);
    const auto buried = commit(messages, moves, refusal_.empty() ? nullptr : &refusal_);
    if (!buried) {
        const bool hopeless = size_.failed(messages.size(), buried.error());
        if (refusal_.empty() && hopeless) refusal_ = buried.error().what;
        if (is_by_content(buried.error())) backoff_.reset(); // a search, not a wait
        return lose_place(buried.error());
    }
    for (const auto& move : moves) positions_[move.partition] = move.to;
    consumed += messages.size();
    dead_letters += *buried;
    refusal_.clear();
    size_.taken();
    backoff_.reset();
    flowing = true;
}

void Consumer::Worker::leave() {
    // A group that waits for its answer to an assignment cannot be left.
    if (!placed_) rd_kafka_assign(kafka_.get(), nullptr);
    rd_kafka_consumer_close(kafka_.get());
}

std::string instance_at(const std::string& listen) {
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    return std::string{host.data()} + "/" + listen;
}

Consumer::Consumer(ConsumerOptions options, pg::Pool& pool, Handler handler)
    : worker_{std::make_unique<Worker>(std::move(options), pool, std::move(handler))} {}

Consumer::~Consumer() = default;

void Consumer::stop() {
    worker_->stop();
}

std::uint64_t Consumer::consumed() const {
    return worker_->consumed;
}

std::uint64_t Consumer::dead_letters() const {
    return worker_->dead_letters;
}

bool Consumer::flowing() const {
    return worker_->flowing;
}

} // namespace hatif::kafka
