#include "reporting/facts.hpp"
#include "reporting/report_store.hpp"

#include "kafka/cloud_event.hpp"
#include "reporting/test_events.hpp"

#include <catch2/catch.hpp>

#include <deque>

using namespace hatif::reporting;
using namespace hatif::reporting::testing;
using hatif::kafka::outbox_sequence;
using hatif::type::v1::OUTCOME_BUSY;

namespace {

/// Records in a batch; the payloads live here.
class Topic {
public:
    Topic& put(const google::protobuf::MessageLite& event, std::uint64_t row = 0) {
        return put_bytes(event.SerializeAsString(), row);
    }
    Topic& put_bytes(std::string payload, std::uint64_t row = 0) {
        payloads_.push_back(std::move(payload));
        hatif::kafka::Received record{.partition = 0, .key = key_, .payload = payloads_.back()};
        if (row > 0) record.headers.push_back({"ce_sequence", outbox_sequence(7, row)});
        records_.push_back(std::move(record));
        return *this;
    }
    hatif::kafka::Batch batch() const { return hatif::kafka::Batch{records_}; }
    const std::string& key() const { return key_; }

private:
    const std::string key_ = execution.to_string();
    std::deque<std::string> payloads_;
    std::vector<hatif::kafka::Received> records_;
};

const Uuid job = uuid(10);
const Uuid attempt = uuid(11);

} // namespace

TEST_CASE("the events of a call tell of its job and its attempt", "[reporting][facts]") {
    Topic topic;
    Attempt call{job, attempt};
    for (const auto& event : call.dialed().ringing().events()) topic.put(event);
    auto batch = topic.batch();
    const auto read = read_call_events(batch);
    REQUIRE(read.facts.size() == 2);
    CHECK(read.facts[1].attempt == attempt);
    CHECK(read.facts[1].sequence == 2);
    const auto& seen = read.jobs.at(job);
    CHECK(seen.called == "+212612345678");
    CHECK(seen.program == program_id);
    CHECK(seen.execution == execution);
    CHECK(seen.first_seen == ten);
}

TEST_CASE("what does not parse, or has no ids, is rejected alone", "[reporting][facts]") {
    Topic topic;
    Attempt call{job, attempt};
    hatif::dialer::v1::CallEvent nameless;
    nameless.set_job_id("12");
    topic.put_bytes("\xff\xff").put(nameless).put(call.dialed().events()[0]);
    auto batch = topic.batch();
    CHECK(read_call_events(batch).facts.size() == 1);
    REQUIRE(batch.rejections().size() == 2);
    CHECK(batch.rejections()[0].index == 0);
    CHECK(batch.rejections()[1].index == 1);
}

TEST_CASE("only events above the last sequence of their attempt are taken", "[reporting][facts]") {
    const auto fact = [](std::uint64_t of, std::int32_t sequence) {
        return CallFact{uuid(of), job, 1, sequence, {}};
    };
    std::map<Uuid, std::int32_t> last{{uuid(20), 2}};
    const auto kept =
        fresh({fact(20, 2), fact(20, 3), fact(20, 3), fact(21, 1), fact(20, 4)}, last);
    REQUIRE(kept.size() == 3);
    CHECK(kept[0].sequence == 3);
    CHECK(kept[1].attempt == uuid(21));
    CHECK(last.at(uuid(20)) == 4);
    CHECK(last.at(uuid(21)) == 1);
}

TEST_CASE("events of what a dead worker left come beside the others", "[reporting][facts]") {
    std::map<Uuid, std::int32_t> last{{uuid(20), 2}};
    const auto fact = [](std::int32_t sequence) {
        return CallFact{uuid(20), job, 1, sequence, {}};
    };
    const auto late = first_late_sequence;
    const auto kept = fresh({fact(late), fact(3), fact(late), fact(2)}, last);
    REQUIRE(kept.size() == 3);
    CHECK(kept[1].sequence == 3);
    CHECK(last.at(uuid(20)) == 3);
}

TEST_CASE("an outbox event that was taken before is dropped", "[reporting][facts]") {
    Topic topic;
    topic.put(launched(), 1).put(ended(job, attempt, 1, OUTCOME_BUSY), 2);
    auto batch = topic.batch();
    const auto read = read_execution_events(batch, {{topic.key(), outbox_sequence(7, 1)}});
    CHECK(read.launched.empty());
    CHECK(read.ended.size() == 1);
    CHECK(read.last.at(topic.key()) == outbox_sequence(7, 2));
}

TEST_CASE("an outbox event without its sequence is rejected", "[reporting][facts]") {
    Topic topic;
    topic.put(launched());
    auto batch = topic.batch();
    CHECK(read_execution_events(batch, {}).launched.empty());
    CHECK(batch.rejections().size() == 1);
}

TEST_CASE("a skip tells of the job and why", "[reporting][facts]") {
    Topic topic;
    topic.put(skipped(job, "skipped_removed"), 1);
    auto batch = topic.batch();
    const auto read = read_execution_events(batch, {});
    CHECK(read.jobs.at(job).skipped_reason == "skipped_removed");
    CHECK(read.jobs.at(job).contact == contact);
}

TEST_CASE("an event of a kind that is not known only raises the sequence", "[reporting][facts]") {
    Topic topic;
    topic.put(execution_event(), 1);
    auto batch = topic.batch();
    const auto read = read_execution_events(batch, {});
    CHECK(read.jobs.empty());
    CHECK(batch.rejections().empty());
    CHECK(read.last.at(topic.key()) == outbox_sequence(7, 1));
}

TEST_CASE("numbers are searched by their digits in any spelling", "[reporting][search]") {
    CHECK(digits_searched("+212 612-34") == "21261234");
    CHECK(digits_searched("0612") == "612");
    CHECK(digits_searched("00212612") == "212612");
    CHECK(digits_searched("0") == "");
    CHECK_FALSE(digits_searched("Amina").has_value());
}

TEST_CASE("what is told at length or with a NUL is taken as PostgreSQL can store it",
          "[reporting][facts]") {
    const std::string much = std::string(250, 'x') + '\0';
    Topic topic;
    Attempt call{job, attempt};
    call.event([&](auto& it) {
        it.mutable_node_entered()->set_node_id(much);
        it.mutable_node_entered()->set_node_label(much);
    });
    call.event([&](auto& it) {
        it.mutable_node_left()->set_node_id(much);
        it.mutable_node_left()->set_output(much);
    });
    for (const auto& event : call.events()) topic.put(event);
    auto calls = topic.batch();
    const auto told = read_call_events(calls).facts;
    const std::string name(200, 'x');
    CHECK(told.at(0).node == name);
    CHECK(told.at(0).node_label == std::string(250, 'x'));
    CHECK(told.at(1).node == name);
    CHECK(told.at(1).output == name);

    auto end = ended(job, attempt, 1, OUTCOME_BUSY);
    end.mutable_attempt_ended()->set_outcome_reason(much);
    end.mutable_attempt_ended()->set_from(much);
    Topic ends;
    ends.put(end, 1).put(skipped(uuid(12), (name + name).c_str()), 2);
    auto batch = ends.batch();
    const auto read = read_execution_events(batch, {});
    CHECK(read.ended.at(attempt).outcome_reason == name);
    CHECK(read.ended.at(attempt).caller == name);
    CHECK(read.jobs.at(uuid(12)).skipped_reason == name);
}
