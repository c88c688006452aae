#include "dialer/events/event_wire.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;

namespace {

const base::AttemptId attempt{base::Uuid::derived({}, 1)};
const Lease lease{.ref = {attempt, 3},
                  .organization = "org",
                  .job = "job",
                  .execution = "execution",
                  .program = "program",
                  .contact = "contact",
                  .attempt_number = 2,
                  .to = "+212612345678",
                  .from = "+212522000000",
                  .trunk = "trunk",
                  .flow = {base::FlowId{base::Uuid::derived({}, 2)}, 7}};
const std::string flow_name = "Consent";

v1::CallEvent wired(const call::Fact& fact, const CallContext& context = {lease, flow_name}) {
    v1::CallEvent event;
    fill_head(event, context.lease);
    fill_fact(event, fact, context);
    return event;
}

} // namespace

TEST_CASE("every event says whose it is", "[dialer][events]") {
    const auto event = wired(call::fact::Answered{});
    CHECK(event.organization_id() == "org");
    CHECK(event.job_id() == "job");
    CHECK(event.attempt_id() == attempt.value().to_string());
    CHECK(event.contact_id() == "contact");
    CHECK(event.execution_id() == "execution");
    CHECK(event.attempt_number() == 2);
    CHECK(type_of(event) == "hatif.dialer.v1.Answered");
}

TEST_CASE("the first event tells the numbers, the flow and the lease", "[dialer][events]") {
    const auto event = wired(call::fact::Dialed{});
    CHECK(event.dialed().to() == "+212612345678");
    CHECK(event.dialed().from() == "+212522000000");
    CHECK(event.dialed().flow_version() == 7);
    CHECK(event.dialed().flow_name() == "Consent");
    CHECK(event.dialed().epoch() == 3);
}

TEST_CASE("the last event tells the outcome, the talk time and the packets", "[dialer][events]") {
    CallContext context{lease, flow_name, 1500ms, {.sent = 70, .received = 60, .dropped = 1}};
    const auto event = wired(
        call::fact::Finished{flow::Outcome::user_hangup, "why", 487, 16, R"({"a":1})"}, context);
    CHECK(event.finished().outcome() == type::v1::OUTCOME_USER_HANGUP);
    CHECK(event.finished().outcome_reason() == "why");
    CHECK(event.finished().sip_code() == 487);
    CHECK(event.finished().q850() == 16);
    CHECK(event.finished().talk_time().seconds() == 1);
    CHECK(event.finished().packets_sent() == 70);
    CHECK(event.finished().packets_received() == 60);
    CHECK(event.finished().packets_of_strangers() == 1);
    CHECK(event.finished().variables() == R"({"a":1})");
}

TEST_CASE("variables that no event can carry are left out of the last one", "[dialer][events]") {
    const auto told = [](std::size_t bytes) {
        return wired(call::fact::Finished{
                         flow::Outcome::completed, {}, 200, {}, std::string(bytes, 'x')})
            .finished()
            .variables()
            .size();
    };
    CHECK(told(500'000) == 500'000);
    CHECK(told(500'001) == 0);
}

TEST_CASE("what is said is told by audio and by key", "[dialer][events]") {
    const auto event = wired(call::fact::PromptStarted{
        flow::NodeId{"play"}, {flow::PromptId{"hello"}}, {"20", "and", "1"}});
    CHECK(event.prompt_started().audio_ids(0) == "hello");
    CHECK(event.prompt_started().spoken_keys_size() == 3);
    CHECK(event.prompt_started().spoken_keys(1) == "and");
}

TEST_CASE("a call that was never answered has no talk time", "[dialer][events]") {
    const auto event = wired(call::fact::Finished{flow::Outcome::busy, "x", 486, {}, "{}"});
    CHECK_FALSE(event.finished().has_talk_time());
}

TEST_CASE("every outcome keeps its name", "[dialer][events]") {
    for (const auto* name : {"completed", "no_answer", "busy", "rejected", "voicemail", "failed",
                             "cancelled", "user_hangup"}) {
        const auto event = wired(call::fact::Finished{*flow::outcome_named(name), {}, 0, {}, "{}"});
        std::string expected = std::string{"OUTCOME_"} + name;
        for (auto& c : expected) c = static_cast<char>(std::toupper(c));
        CHECK(type::v1::Outcome_Name(event.finished().outcome()) == expected);
    }
}

TEST_CASE("a text that was spoken is told, in its place", "[dialer][events]") {
    call::fact::PromptStarted prompt{flow::NodeId{"say"}, {}};
    prompt.texts = {"Bonjour"};
    const auto event = wired(prompt);
    REQUIRE(event.prompt_started().texts_size() == 1);
    CHECK(event.prompt_started().texts(0) == "Bonjour");
}

TEST_CASE("a server that was asked is told with its answer", "[dialer][events]") {
    const auto event = wired(call::fact::Requested{flow::NodeId{"ask"}, "GET",
                                                   "https://example.org/a", 503, "http_status"});
    CHECK(event.requested().node_id() == "ask");
    CHECK(event.requested().method() == "GET");
    CHECK(event.requested().url() == "https://example.org/a");
    CHECK(event.requested().status() == 503);
    CHECK(event.requested().error() == "http_status");
    CHECK(type_of(event) == "hatif.dialer.v1.Requested");
}

TEST_CASE("who asks not to be called is told by the person's number, whoever called",
          "[dialer][events]") {
    const call::fact::OptedOut fact{flow::NodeId{"out"}};
    CHECK(wired(fact).opted_out().phone() == lease.to);
    CHECK(wired(fact).opted_out().node_id() == "out");
    auto inbound = lease;
    inbound.inbound = true;
    CHECK(wired(fact, {inbound, flow_name}).opted_out().phone() == lease.from);
}

TEST_CASE("the first event tells the flows that the call may go on with", "[dialer][events]") {
    auto linked = lease;
    linked.flow.linked = {{"other", 4}};
    CHECK(wired(call::fact::Dialed{}, {linked, flow_name}).dialed().linked_flows().at("other") ==
          4);
    CHECK(wired(call::fact::Arrived{}, {linked, flow_name}).arrived().linked_flows().at("other") ==
          4);
}
