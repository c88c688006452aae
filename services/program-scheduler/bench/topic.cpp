#include "program_scheduler/bench/topic.hpp"

#include "kafka/consumer.hpp"
#include "kafka/consumer_offsets.hpp"
#include "kafka/partition.hpp"
#include "program_scheduler/leasing/call_events.hpp"

#include <algorithm>

namespace hatif::program_scheduler::bench {

using base::fail;
using base::Result;

namespace {

constexpr const char* name = "hatif.call-events.v1";
constexpr std::size_t most_of_a_partition = 250;

} // namespace

void Topic::produce(const std::string& job, std::string payload, base::Instant seen_from) {
    auto& partition = records_[static_cast<std::size_t>(kafka::partition_of(job, partitions))];
    partition.push_back({job, std::move(payload), seen_from});
}

std::vector<std::int64_t> Topic::ends() const {
    std::vector<std::int64_t> ends;
    for (const auto& it : records_) ends.push_back(static_cast<std::int64_t>(it.size()));
    return ends;
}

bool Topic::consume(Database& database, bool fails_first) {
    std::vector<kafka::Received> seen;
    std::vector<kafka::Move> moves;
    auto reached = consumed_;
    for (std::size_t p = 0; p < partitions; ++p) {
        const auto& records = records_[p];
        auto& at = reached[p];
        for (; at < records.size() && at - consumed_[p] < most_of_a_partition; ++at) {
            if (records[at].seen_from > database.clock.now()) break;
            seen.push_back({static_cast<std::int32_t>(p), static_cast<std::int64_t>(at),
                            records[at].key, records[at].payload});
        }
        if (at == consumed_[p]) continue;
        const auto from = consumed_[p] == 0 ? -1 : static_cast<std::int64_t>(consumed_[p]);
        moves.push_back({static_cast<std::int32_t>(p), from, static_cast<std::int64_t>(at)});
    }
    if (seen.empty()) return false;
    for (const bool in_vain : {true, false}) {
        if (in_vain && !fails_first) continue;
        const auto done = database.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
            kafka::Batch batch{seen};
            if (!must(kafka::move_positions(transaction, name, moves))) {
                return fail(base::Errc::internal, "the offsets are not where they should be");
            }
            must(take_call_events(database.clock, batch, transaction));
            if (in_vain) return fail(base::Errc::unavailable, "lost on the way to the commit");
            return {};
        });
        if (!in_vain) must(done);
    }
    consumed_ = reached;
    return true;
}

bool Topic::drained() const {
    for (std::size_t p = 0; p < partitions; ++p) {
        if (consumed_[p] < records_[p].size()) return false;
    }
    return true;
}

std::optional<base::Instant> Topic::next_seen() const {
    std::optional<base::Instant> next;
    for (std::size_t p = 0; p < partitions; ++p) {
        if (consumed_[p] == records_[p].size()) continue;
        const auto at = records_[p][consumed_[p]].seen_from;
        if (!next || at < *next) next = at;
    }
    return next;
}

} // namespace hatif::program_scheduler::bench
