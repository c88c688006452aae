#include "reporting/story.hpp"

#include "reporting/test_events.hpp"

#include <catch2/catch.hpp>

using namespace hatif::reporting;
using namespace hatif::reporting::testing;

namespace {

v1::Attempt told(const Attempt& attempt) {
    Story story;
    for (const auto& event : attempt.events()) story.add(event);
    return story.told();
}

Attempt fresh_attempt() {
    return {uuid(10), uuid(11)};
}

/// Dialled, answered, and at a node of the flow.
Attempt at_question() {
    auto attempt = fresh_attempt();
    attempt.dialed().entered("call", "dial", 0).ringing().answered();
    attempt.left("call", 0, "onAnswer").entered("ask", "dtmf", 1);
    return attempt;
}

std::vector<std::string> types(const v1::Attempt& attempt) {
    std::vector<std::string> found;
    for (const auto& event : attempt.events()) found.push_back(event.type());
    return found;
}

const v1::Event& last_event(const v1::Attempt& attempt) {
    return attempt.events(attempt.events_size() - 1);
}

} // namespace

TEST_CASE("a call that came rings at us, and its caller hangs up", "[reporting][story]") {
    auto attempt = fresh_attempt();
    attempt.arrived().answered().event(
        [](auto& it) { it.mutable_hung_up()->set_by(hatif::dialer::v1::HungUp::BY_CALLEE); });
    const auto it = told(attempt);
    CHECK(it.call().direction() == "inbound");
    CHECK(it.call().from() == "+212612345678");
    CHECK(it.call().hangup_by() == "caller");
    CHECK(it.call().has_ringing_at());
    CHECK_FALSE(it.call().has_dialed_at());
    CHECK(it.flow_execution().flow_name() == "Front desk");
    CHECK(types(it) == std::vector<std::string>{"ringing", "answer", "hangup"});
    CHECK(it.events(0).data() ==
          R"({"to":"+212520000001","from":"+212612345678","trunkId":"carrier",)"
          R"("callId":"abc@192.0.2.1"})");
}

TEST_CASE("another trunk that took the call over is one more dial", "[reporting][story]") {
    auto attempt = fresh_attempt();
    attempt.dialed().event([](auto& it) {
        it.mutable_rerouted()->set_from_trunk_id("carrier");
        it.mutable_rerouted()->set_to_trunk_id("other");
        it.mutable_rerouted()->set_sip_code(503);
        it.mutable_rerouted()->set_reason("sip_503_service_unavailable");
    });
    const auto it = told(attempt);
    CHECK(types(it) == std::vector<std::string>{"dial", "dial"});
    CHECK(last_event(it).data() == R"({"trunkId":"other","fromTrunkId":"carrier","sipCode":503,)"
                                   R"("reason":"sip_503_service_unavailable"})");
}

TEST_CASE("who answered is told with what was heard", "[reporting][story]") {
    auto attempt = at_question();
    attempt.event([](auto& it) {
        auto& amd = *it.mutable_amd_decided();
        amd.set_verdict(hatif::dialer::v1::AmdDecided::VERDICT_MACHINE);
        amd.set_cause("long_greeting");
        hatif::rpc::set(*amd.mutable_delay(), std::chrono::milliseconds{1'620});
        hatif::rpc::set(*amd.mutable_greeting(), std::chrono::milliseconds{1'500});
    });
    CHECK(last_event(told(attempt)).type() == "amd");
    CHECK(last_event(told(attempt)).data() ==
          R"({"verdict":"machine","cause":"long_greeting","delayMs":1620,"features":)"
          R"({"greetingMs":1500,"words":0,"initialSilenceMs":0,"lastSilenceMs":0,"beep":false}})");
    attempt.event([](auto& it) {
        it.mutable_beep_awaited()->set_heard(true);
        hatif::rpc::set(*it.mutable_beep_awaited()->mutable_waited(),
                        std::chrono::milliseconds{900});
    });
    CHECK(last_event(told(attempt)).data() == R"({"beepHeard":true,"waitedMs":900})");
}

TEST_CASE("a recording is told as it began and as it ended, a transfer as it went",
          "[reporting][story]") {
    auto attempt = at_question();
    attempt.recording_started(uuid(50)).event([](auto& it) {
        it.mutable_recording_ended()->set_recording_id(uuid(50).to_string());
        it.mutable_recording_ended()->set_node_id("ask");
        it.mutable_recording_ended()->set_why("silence");
    });
    attempt.recording_saved(uuid(50)).recording_failed(uuid(51));
    attempt.event([](auto& it) {
        it.mutable_transferred()->set_node_id("ask");
        it.mutable_transferred()->set_to("+212522000000");
        it.mutable_transferred()->set_sip_code(486);
    });
    const auto it = told(attempt);
    CHECK(types(it) == std::vector<std::string>{"dial", "ringing", "answer", "record", "record",
                                                "record", "record", "transfer"});
    CHECK(it.events(5).data() == R"({"status":"saved","recordingId":")" + uuid(50).to_string() +
                                     R"(","recordingType":"segment","durationMs":4200,)"
                                     R"("size":33644,"hash":"5f1c"})");
    CHECK(it.events(6).data().find(R"("code":"disk_full")") != std::string::npos);
    CHECK(last_event(it).data() == R"({"to":"+212522000000","done":false,"sipCode":486})");
    CHECK(last_event(it).node_context().node_id() == "ask");
}

TEST_CASE("the media of a call are told, what RTCP did not say is not", "[reporting][story]") {
    auto attempt = fresh_attempt();
    attempt.dialed().answered().event([](auto& it) {
        auto& finished = *it.mutable_finished();
        finished.set_packets_sent(500);
        finished.set_packets_received(498);
        finished.set_packets_lost(2);
        finished.set_jitter_ms(1.5);
        finished.set_round_trip_ms(40);
    });
    const auto media = told(attempt).call().media();
    CHECK(media.packets_sent() == 500);
    CHECK(media.packets_lost() == 2);
    CHECK(media.jitter_ms() == 1.5);
    CHECK(media.round_trip_ms() == 40);
    CHECK_FALSE(media.has_remote_packets_lost());
    auto unanswered = fresh_attempt();
    unanswered.dialed().event([](auto& it) { it.mutable_finished()->set_sip_code(486); });
    CHECK_FALSE(told(unanswered).call().has_media());
}

TEST_CASE("what a server was asked is told with its answer, at its node", "[reporting][story]") {
    Attempt attempt{uuid(10), uuid(11)};
    attempt.dialed().answered().entered("ask", "http_request", 0);
    attempt.event([](auto& it) {
        it.mutable_requested()->set_node_id("ask");
        it.mutable_requested()->set_method("GET");
        it.mutable_requested()->set_url("https://example.org/a");
        it.mutable_requested()->set_error("request_timeout");
    });
    const auto event = last_event(told(attempt));
    CHECK(event.type() == "request");
    CHECK(event.data() == R"({"method":"GET","url":"https://example.org/a","status":0,)"
                          R"("error":"request_timeout"})");
    CHECK(event.node_context().node_id() == "ask");
}

TEST_CASE("who asks not to be called is an event of the call", "[reporting][story]") {
    Attempt attempt{uuid(10), uuid(11)};
    attempt.dialed().answered().entered("out", "opt_out", 0);
    attempt.event([](auto& it) {
        it.mutable_opted_out()->set_node_id("out");
        it.mutable_opted_out()->set_phone("+212612345678");
    });
    const auto event = last_event(told(attempt));
    CHECK(event.type() == "opt_out");
    CHECK(event.data() == R"({"phone":"+212612345678"})");
}

TEST_CASE("a play tells the texts that were spoken", "[reporting][story]") {
    Attempt attempt{uuid(10), uuid(11)};
    attempt.dialed().answered().entered("say", "say", 0);
    attempt.event([](auto& it) {
        it.mutable_prompt_started()->set_node_id("say");
        it.mutable_prompt_started()->add_texts("Bonjour");
    });
    CHECK(last_event(told(attempt)).data() == R"({"audioIds":[],"texts":["Bonjour"]})");
}
