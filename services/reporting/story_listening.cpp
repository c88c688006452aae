#include "reporting/event_data.hpp"
#include "reporting/story.hpp"

#include "rpc/time.hpp"

#include <chrono>
#include <string>

// What was heard of the other side: who it was, what was recorded of it, whom it was handed to.

namespace hatif::reporting {

using dialer::v1::CallEvent;

namespace {

std::int64_t milliseconds(const google::protobuf::Duration& it) {
    return std::chrono::floor<std::chrono::milliseconds>(rpc::from_wire(it)).count();
}

/// What every event of a recording begins with.
template <class Told>
EventData record(const Told& it, const char* status) {
    const bool whole = it.kind() == dialer::v1::RECORDING_KIND_FULL_CALL;
    EventData data;
    data.text("status", status)
        .text("recordingId", it.recording_id())
        .text("recordingType", whole ? "full_call" : "segment");
    return data;
}

} // namespace

void Story::on(const CallEvent& at, const dialer::v1::AmdDecided& it) {
    const bool machine = it.verdict() == dialer::v1::AmdDecided::VERDICT_MACHINE;
    EventData features;
    features.number_as_is("greetingMs", milliseconds(it.greeting()))
        .number_as_is("words", it.words())
        .number_as_is("initialSilenceMs", milliseconds(it.initial_silence()))
        .number_as_is("lastSilenceMs", milliseconds(it.last_silence()))
        .flag("beep", it.beep());
    tell(at, "amd", {})
        .set_data(EventData{}
                      .text("verdict", machine ? "machine" : "human")
                      .text("cause", it.cause())
                      .number_as_is("delayMs", milliseconds(it.delay()))
                      .object("features", features)
                      .json());
}

void Story::on(const CallEvent& at, const dialer::v1::BeepAwaited& it) {
    tell(at, "amd", {})
        .set_data(EventData{}
                      .flag("beepHeard", it.heard())
                      .number_as_is("waitedMs", milliseconds(it.waited()))
                      .json());
}

void Story::on(const CallEvent& at, const dialer::v1::RecordingStarted& it) {
    note(at, it.node_id(), record(it, "started").json());
}

/// The node's work is done; that the file is kept comes later.
void Story::on(const CallEvent& at, const dialer::v1::RecordingEnded& it) {
    note(at, it.node_id(),
         EventData{}
             .text("status", "ended")
             .text("recordingId", it.recording_id())
             .text("recordingType", "segment")
             .text("why", it.why())
             .number_as_is("durationMs", milliseconds(it.length()))
             .json());
}

void Story::on(const CallEvent& at, const dialer::v1::RecordingSaved& it) {
    note(at, it.node_id(),
         record(it, "saved")
             .number_as_is("durationMs", milliseconds(it.length()))
             .number("size", it.bytes())
             .text("hash", it.hash())
             .json());
}

void Story::on(const CallEvent& at, const dialer::v1::RecordingFailed& it) {
    note(at, it.node_id(),
         record(it, "failed").text("code", it.code()).text("message", it.message()).json());
}

/// A segment belongs to its node, a whole call to none.
void Story::note(const CallEvent& at, const std::string& node, const std::string& data) {
    auto& event = tell(at, "record", node);
    event.set_data(data);
    if (node.empty()) event.clear_node_context();
}

void Story::on(const CallEvent& at, const dialer::v1::Transferred& it) {
    tell(at, "transfer", it.node_id())
        .set_data(EventData{}
                      .text("to", it.to())
                      .flag("done", it.done())
                      .number("sipCode", it.sip_code())
                      .json());
}

/// The status of an answer that never came is 0.
void Story::on(const CallEvent& at, const dialer::v1::Requested& it) {
    tell(at, "request", it.node_id())
        .set_data(EventData{}
                      .text("method", it.method())
                      .text("url", it.url())
                      .number_as_is("status", it.status())
                      .text("error", it.error())
                      .json());
}

void Story::on(const CallEvent& at, const dialer::v1::OptedOut& it) {
    tell(at, "opt_out", it.node_id()).set_data(EventData{}.text("phone", it.phone()).json());
}

} // namespace hatif::reporting
