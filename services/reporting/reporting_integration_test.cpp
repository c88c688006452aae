#include "reporting/test_reporting.hpp"

#include "kafka/batch_size.hpp"

#include <random>

using namespace hatif;
using namespace hatif::reporting;
using namespace hatif::reporting::testing;
using type::v1::OUTCOME_BUSY;
using type::v1::OUTCOME_COMPLETED;
using type::v1::OUTCOME_FAILED;

namespace {

/// Of a kind that compression does not shorten.
std::string random_text(std::size_t size) {
    std::mt19937 random{3};
    std::string text;
    while (text.size() < size) text += static_cast<char>('!' + random() % 90);
    return text;
}

} // namespace

TEST_CASE("events in order become a report", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    reporting.take(whole_call(job, 11));
    CHECK(reporting.report(job).status() == v1::JOB_STATUS_ACTIVE);
    reporting.take(ended(job, uuid(11), 1, OUTCOME_COMPLETED));
    const auto report = reporting.report(job);
    CHECK(report.status() == v1::JOB_STATUS_COMPLETED);
    CHECK(report.outcome() == OUTCOME_COMPLETED);
    CHECK(report.program_id() == program_id.to_string());
    CHECK(report.attempts(0).call().sip_code() == 200);
    CHECK(report.events_size() == 3);
}

TEST_CASE("the order of the two topics makes no difference", "[reporting][integration]") {
    auto busy = ended(job, uuid(11), 1, OUTCOME_BUSY);
    rpc::set(*busy.mutable_attempt_ended()->mutable_retry_at(), ten + std::chrono::minutes{5});
    const auto second = ended(job, uuid(12), 2, OUTCOME_COMPLETED);

    Reporting calls_first;
    calls_first.take(whole_call(job, 11));
    calls_first.take(whole_call(job, 12, 2));
    calls_first.take(busy);
    calls_first.take(second);
    Reporting ends_first;
    ends_first.take(busy);
    ends_first.take(second);
    ends_first.take(whole_call(job, 12, 2));
    ends_first.take(whole_call(job, 11));

    CHECK(calls_first.report(job).SerializeAsString() ==
          ends_first.report(job).SerializeAsString());
    CHECK(ends_first.report(job).status() == v1::JOB_STATUS_COMPLETED);
}

TEST_CASE("what comes again changes nothing", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(whole_call(job, 11));
    reporting.take(ended(job, uuid(11), 1, OUTCOME_BUSY));
    const auto before = reporting.report(job).SerializeAsString();
    reporting.take(whole_call(job, 11));
    reporting.take(ended(job, uuid(11), 1, OUTCOME_COMPLETED), 1);
    CHECK(reporting.report(job).SerializeAsString() == before);
}

TEST_CASE("a call is reported as far as its events have come", "[reporting][integration]") {
    Reporting reporting;
    Attempt attempt{job, uuid(11)};
    reporting.take(attempt.dialed());
    CHECK(reporting.report(job).attempts(0).call().status() == "dialing");
    reporting.take(attempt.ringing().answered());
    CHECK(reporting.report(job).attempts(0).call().status() == "answered");
    CHECK(reporting.report(job).events_size() == 3);
}

TEST_CASE("a job that was skipped before any call is reported", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(skipped(job, "skipped_removed"));
    const auto report = reporting.report(job);
    CHECK(report.status() == v1::JOB_STATUS_FAILED);
    CHECK(report.outcome_reason() == "skipped_removed");
    CHECK(report.attempts_size() == 0);
    CHECK(report.flow_id() == flow.to_string());
}

TEST_CASE("another organization's job and execution are not there", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    reporting.take(whole_call(job, 11));
    CHECK(reporting.refusal(uuid(99), job) == "JOB_NOT_FOUND");
    CHECK(reporting.refusal(organization, uuid(98)) == "JOB_NOT_FOUND");
    const auto foreign = reporting.list({}, {}, uuid(99));
    REQUIRE(foreign);
    CHECK(foreign->jobs.empty());
}

TEST_CASE("an execution is known from its launch, before any call", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    const auto page = reporting.list({});
    REQUIRE(page);
    CHECK(page->jobs.empty());
    CHECK(page->meta.total == 0);
}

TEST_CASE("the calls of an execution come in pages, newest first", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    for (std::uint64_t i = 0; i < 5; ++i) reporting.take(whole_call(uuid(100 + i), 200 + i));
    const auto first = reporting.list({.limit = 2});
    REQUIRE(first);
    CHECK(first->meta.total == 5);
    CHECK(first->meta.total_pages == 3);
    CHECK(first->jobs.size() == 2);
    CHECK(first->jobs[0].attempts.size() == 1);

    std::vector<base::Uuid> by_page, by_cursor;
    for (std::uint32_t number = 1; number <= 3; ++number) {
        const auto page = reporting.list({.page = number, .limit = 2});
        REQUIRE(page);
        for (const auto& it : page->jobs) by_page.push_back(it.id);
    }
    page::Asked asked{.limit = 2};
    for (int i = 0; i < 3; ++i) {
        const auto page = reporting.list(asked);
        REQUIRE(page);
        for (const auto& it : page->jobs) by_cursor.push_back(it.id);
        asked.cursor = page->meta.next_cursor;
    }
    CHECK(by_page.size() == 5);
    CHECK(by_page == by_cursor);
}

TEST_CASE("the calls are filtered by number and by the last outcome", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    auto busy = ended(uuid(100), uuid(200), 1, OUTCOME_BUSY);
    busy.mutable_attempt_ended()->set_to("+33612000000");
    reporting.take(busy);
    reporting.take(ended(uuid(101), uuid(201), 1, OUTCOME_FAILED));
    reporting.take(ended(uuid(101), uuid(202), 2, OUTCOME_COMPLETED));
    CHECK(reporting.list({}, OUTCOME_BUSY)->jobs.size() == 1);
    CHECK(reporting.list({}, OUTCOME_COMPLETED)->meta.total == 1);
    CHECK(reporting.list({}, OUTCOME_FAILED)->jobs.empty());
    CHECK(reporting.list({.search = "06 12 00"})->meta.total == 1);
    CHECK(reporting.list({.search = "+2126"})->meta.total == 1);
    CHECK(reporting.list({.search = "nobody"})->meta.total == 0);
}

TEST_CASE("a single call is queued from its request, due when it was asked for",
          "[reporting][integration]") {
    Reporting reporting;
    reporting.take(queued(job, ten + std::chrono::hours{2}));
    const auto before = reporting.report(job);
    CHECK(before.status() == v1::JOB_STATUS_QUEUED);
    CHECK(rpc::from_wire(before.next_attempt_at()) == ten + std::chrono::hours{2});
    CHECK(rpc::from_wire(before.created_at()) == ten + std::chrono::minutes{1});
    CHECK(before.attempts_size() == 0);
    CHECK_FALSE(before.has_program_id());

    reporting.take(whole_call(job, 11));
    const auto active = reporting.report(job);
    CHECK(active.status() == v1::JOB_STATUS_ACTIVE);
    CHECK_FALSE(active.has_next_attempt_at());
}

TEST_CASE("the first word on an attempt's end stands", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(ended(job, uuid(11), 1, OUTCOME_BUSY));
    reporting.take(ended(job, uuid(11), 1, OUTCOME_COMPLETED));
    CHECK(reporting.report(job).outcome() == OUTCOME_BUSY);
}

TEST_CASE("names of any length and with a NUL are taken and counted", "[reporting][integration]") {
    const auto much = random_text(5'000) + '\0';
    Reporting reporting;
    reporting.take(launched());
    Attempt call{job, uuid(11)};
    call.event([&](auto& it) {
        it.mutable_node_entered()->set_node_id(much);
        it.mutable_node_entered()->set_node_type("dtmf");
        it.mutable_node_entered()->set_node_label(much);
    });
    call.event([&](auto& it) {
        it.mutable_node_left()->set_node_id(much);
        it.mutable_node_left()->set_output(much);
    });
    reporting.take(call);
    auto end = ended(job, uuid(11), 1, OUTCOME_FAILED);
    end.mutable_attempt_ended()->set_outcome_reason(much);
    end.mutable_attempt_ended()->set_from(much);
    reporting.take(end);
    CHECK(reporting.report(job).outcome_reason() == much.substr(0, 200));
}

TEST_CASE("an event that no index can take is refused by its content", "[reporting][integration]") {
    Reporting reporting;
    const auto key = random_text(5'000);
    const auto payload = launched().SerializeAsString();
    kafka::Batch batch{{{.key = key,
                         .payload = payload,
                         .headers = {{"ce_sequence", kafka::outbox_sequence(1, 1)}}}}};
    const auto done = reporting.pool().transact(
        [&](pg::Transaction& transaction) { return take_execution_events(batch, transaction); });
    REQUIRE_FALSE(done);
    CHECK(kafka::is_by_content(done.error()));
}

TEST_CASE("an event of another organization changes nothing of a recording",
          "[reporting][integration]") {
    Reporting reporting;
    const auto recording = uuid(50);
    Attempt theirs{uuid(30), uuid(31)};
    theirs.event([&](auto& it) {
        it.set_organization_id(uuid(99).to_string());
        it.mutable_recording_failed()->set_recording_id(recording.to_string());
    });
    reporting.take(Attempt{job, uuid(11)}.recording_started(recording));
    reporting.take(theirs);
    const auto report = reporting.report(job);
    REQUIRE(report.attempts(0).recordings_size() == 1);
    CHECK(report.attempts(0).recordings(0).status() == v1::RECORDING_STATUS_RECORDING);
}
