#include "dialer/recordings/recording_wire.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;

namespace {

const base::AttemptId attempt{base::Uuid::derived({}, 1)};
const std::string organization = "018f4d2e-1111-7222-8333-444455556666";
const Lease lease{.ref = {attempt, 3},
                  .organization = organization,
                  .job = "job",
                  .execution = "execution",
                  .program = "program",
                  .contact = "contact",
                  .attempt_number = 2,
                  .to = "+212612345678",
                  .from = "+212522000000",
                  .trunk = "trunk",
                  .flow = {base::FlowId{base::Uuid::derived({}, 2)}, 7}};
const base::Instant began{1'763'000'000s};
const Recorded segment{.kind = dialer::v1::RECORDING_KIND_SEGMENT, .node = "ask", .index = 1};

recording::Told saved() {
    const auto id = recording_id(attempt, segment.index);
    return recording::Saved{.id = id,
                            .key = recording_key(organization, id),
                            .hash = objects::hash_of("x"),
                            .length = 1'500ms,
                            .bytes = 12'058,
                            .channels = 1,
                            .began_at = began + 5s,
                            .about = about_of(lease, segment, began)};
}

recording::Told failed() {
    return recording::Failed{.id = recording_id(attempt, segment.index),
                             .code = "disk_full",
                             .message = "no space",
                             .about = about_of(lease, segment, began)};
}

} // namespace

TEST_CASE("a call's recordings have ids of their own, the same ones each time",
          "[dialer][recordings]") {
    CHECK(recording_id(attempt, 0) == recording_id(attempt, 0));
    CHECK(recording_id(attempt, 0) != recording_id(attempt, 1));
    CHECK(recording_id(attempt, 1) != base::Uuid::derived(attempt.value(), 1)); // an event's
}

TEST_CASE("a recording lies in its organization's folder", "[dialer][recordings]") {
    const auto id = recording_id(attempt, 0);
    CHECK(recording_key(organization, id).value() ==
          "recordings/" + organization + "/" + id.to_string() + ".wav");
}

TEST_CASE("what was recorded comes back as an event of its attempt", "[dialer][recordings]") {
    CHECK(attempt_of(saved()) == attempt);
    const auto event = stored_event(saved());
    CHECK(event.organization_id() == organization);
    CHECK(event.job_id() == "job");
    CHECK(event.attempt_number() == 2);
    const auto& wire = event.recording_saved();
    CHECK(wire.recording_id() == recording_id(attempt, 1).to_string());
    CHECK(wire.kind() == dialer::v1::RECORDING_KIND_SEGMENT);
    CHECK(wire.node_id() == "ask");
    CHECK(wire.length().seconds() == 1);
    CHECK(wire.length().nanos() == 500'000'000);
    CHECK(wire.bytes() == 12'058);
    CHECK(wire.hash() == objects::hash_of("x").value());
    CHECK(wire.object_key() == recording_key(organization, recording_id(attempt, 1)).value());
    CHECK(wire.channels() == 1);
    CHECK(wire.began_at().seconds() == 1'763'000'005);
}

TEST_CASE("a recording that failed says why", "[dialer][recordings]") {
    const auto event = stored_event(failed());
    const auto& wire = event.recording_failed();
    CHECK(wire.recording_id() == recording_id(attempt, 1).to_string());
    CHECK(wire.node_id() == "ask");
    CHECK(wire.code() == "disk_full");
    CHECK(wire.message() == "no space");
}

TEST_CASE("what is told after its call is numbered by the time since the call began",
          "[dialer][recordings]") {
    CHECK(late_event(saved(), began).sequence() == 1'000'000);
    CHECK(late_event(failed(), began + 90s).sequence() == 1'090'000);
    CHECK(late_event(saved(), began + 90s).occurred_at().seconds() == 1'763'000'090);
    // A clock that was set back, and a worker that was away for years.
    CHECK(late_event(saved(), began - 1h).sequence() == 1'000'000);
    CHECK(late_event(saved(), began + 24h * 365).sequence() == 0xFFFFFFFF);
}

TEST_CASE("what carries nothing of ours is of no attempt", "[dialer][recordings]") {
    for (const auto& about : {std::string{}, std::string{"\xFF\xFF"}, std::string{"text"}}) {
        CHECK_FALSE(attempt_of(recording::Failed{.about = about}));
    }
}
