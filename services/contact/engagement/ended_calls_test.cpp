#include "contact/engagement/ended_calls.hpp"

#include "kafka/cloud_event.hpp"
#include "rpc/time.hpp"

#include <hatif/program/v1/execution_events.pb.h>

#include <catch2/catch.hpp>

#include <deque>

using namespace hatif;
using namespace hatif::contact;
using namespace std::chrono_literals;

namespace {

const base::Instant noon{1'700'049'600s};
const std::string organization = base::Uuid::v7(noon).to_string();
const std::string someone = base::Uuid::v7(noon).to_string();
const std::string trunk = base::Uuid::v7(noon).to_string();

program::v1::ExecutionEvent ended() {
    program::v1::ExecutionEvent event;
    event.set_organization_id(organization);
    auto& it = *event.mutable_attempt_ended();
    it.set_contact_id(someone);
    it.set_to("+212612345678");
    it.set_outcome(type::v1::OUTCOME_FAILED);
    it.set_outcome_reason("sip_404_not_found");
    it.set_q850(1);
    it.set_trunk_id(trunk);
    rpc::set(*it.mutable_started_at(), noon);
    rpc::set(*it.mutable_ended_at(), noon + 1s);
    return event;
}

/// Records of one key, at the places given.
class Topic {
public:
    void add(std::uint64_t row, std::string payload) {
        payloads_.push_back(std::move(payload));
        records_.push_back({.key = "execution", .payload = payloads_.back()});
        if (row > 0) records_.back().headers = {{"ce_sequence", kafka::outbox_sequence(1, row)}};
    }
    kafka::Batch batch() const { return kafka::Batch{records_}; }

private:
    std::deque<std::string> payloads_;
    std::vector<kafka::Received> records_;
};

} // namespace

TEST_CASE("a call is read from the event of its end", "[contact][engagement]") {
    Topic topic;
    topic.add(1, ended().SerializeAsString());
    auto batch = topic.batch();
    const auto read = read_ended_calls(batch, {});
    REQUIRE(read.calls.size() == 1);
    const auto& call = read.calls[0];
    CHECK(call.organization.value().to_string() == organization);
    CHECK(call.contact.value().to_string() == someone);
    CHECK(call.trunk->value().to_string() == trunk);
    CHECK(call.at == noon);
    CHECK(is_gone(call));
    CHECK(read.last.at("execution") == kafka::outbox_sequence(1, 1));
}

TEST_CASE("each event is read once, however often it comes", "[contact][engagement]") {
    Topic topic;
    for (const std::uint64_t row : {3, 2, 3, 4, 4, 1}) topic.add(row, ended().SerializeAsString());
    auto batch = topic.batch();
    const auto read = read_ended_calls(batch, {{"execution", kafka::outbox_sequence(1, 2)}});
    CHECK(read.calls.size() == 2);
    CHECK(read.last.at("execution") == kafka::outbox_sequence(1, 4));
    CHECK(batch.rejections().empty());
}

TEST_CASE("test calls and other events are passed over", "[contact][engagement]") {
    auto test = ended();
    test.mutable_attempt_ended()->set_test(true);
    program::v1::ExecutionEvent other;
    other.mutable_execution_launched()->set_total_contacts(1);
    Topic topic;
    topic.add(1, test.SerializeAsString());
    topic.add(2, other.SerializeAsString());
    auto batch = topic.batch();
    const auto read = read_ended_calls(batch, {});
    CHECK(read.calls.empty());
    CHECK(read.last.at("execution") == kafka::outbox_sequence(1, 2));
    CHECK(batch.rejections().empty());
}

TEST_CASE("what can never be read is put aside, and the rest goes on", "[contact][engagement]") {
    auto nobody = ended();
    nobody.mutable_attempt_ended()->set_contact_id("x");
    Topic topic;
    topic.add(1, "\xff\xff");
    topic.add(2, nobody.SerializeAsString());
    topic.add(0, ended().SerializeAsString()); // without its place
    topic.add(3, ended().SerializeAsString());
    auto batch = topic.batch();
    CHECK(read_ended_calls(batch, {}).calls.size() == 1);
    CHECK(batch.rejections().size() == 3);
}

TEST_CASE("a call without a start began when it ended", "[contact][engagement]") {
    auto event = ended();
    event.mutable_attempt_ended()->clear_started_at();
    event.mutable_attempt_ended()->clear_trunk_id();
    Topic topic;
    topic.add(1, event.SerializeAsString());
    auto batch = topic.batch();
    const auto read = read_ended_calls(batch, {});
    CHECK(read.calls.at(0).at == noon + 1s);
    CHECK_FALSE(read.calls.at(0).trunk);
}

TEST_CASE("a person who calls us and is answered was reached, at the number that they call from",
          "[contact][engagement]") {
    auto event = ended();
    auto& it = *event.mutable_attempt_ended();
    it.set_inbound(true);
    it.set_from("+212612345678");
    it.set_to("+212520000000");
    const auto read_one = [&] {
        Topic topic;
        topic.add(1, event.SerializeAsString());
        auto batch = topic.batch();
        auto read = read_ended_calls(batch, {});
        CHECK(batch.rejections().empty());
        return read.calls;
    };
    CHECK(read_one().empty()); // we did not answer: it says nothing of theirs
    it.set_answered(true);
    const auto calls = read_one();
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].to == "+212612345678");
    CHECK(calls[0].answered);
    CHECK_FALSE(calls[0].trunk);
    it.clear_contact_id(); // nobody is known by that number
    CHECK(read_one().empty());
}
