#include "reporting/story.hpp"

#include "reporting/event_data.hpp"

#include "base/instant.hpp"
#include "rpc/time.hpp"

namespace hatif::reporting {

using dialer::v1::CallEvent;

namespace {

std::string iso(const google::protobuf::Timestamp& at) {
    return base::to_iso8601(rpc::from_wire(at));
}

/// The visit of a node that an event belongs to: the last one to it, or, where the event names no
/// node, the last of all. -1: none.
int visit_of(const v1::FlowExecution& flow, const std::string& node) {
    for (int i = flow.execution_path_size() - 1; i >= 0; --i) {
        if (node.empty() || flow.execution_path(i).node_id() == node) return i;
    }
    return -1;
}

v1::Event* last_play_of(v1::Attempt& attempt, const std::string& node) {
    for (int i = attempt.events_size() - 1; i >= 0; --i) {
        auto& event = *attempt.mutable_events(i);
        if (event.type() == "play" && event.node_context().node_id() == node) return &event;
    }
    return nullptr;
}

v1::Call::Media media_of(const dialer::v1::Finished& it) {
    const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
    v1::Call::Media media;
    media.set_packets_sent(number(it.packets_sent()));
    media.set_packets_received(number(it.packets_received()));
    media.set_packets_lost(number(it.packets_lost()));
    media.set_jitter_ms(it.jitter_ms());
    media.set_packets_of_strangers(number(it.packets_of_strangers()));
    if (it.has_remote_packets_lost()) {
        media.set_remote_packets_lost(number(it.remote_packets_lost()));
    }
    if (it.has_remote_jitter_ms()) media.set_remote_jitter_ms(it.remote_jitter_ms());
    if (it.has_round_trip_ms()) media.set_round_trip_ms(it.round_trip_ms());
    return media;
}

std::string to_json(const std::map<std::string, std::string>& variables) {
    EventData data;
    for (const auto& [name, value] : variables) data.text_as_is(name, value);
    return data.json();
}

} // namespace

void Story::add(const CallEvent& event) {
    switch (event.event_case()) {
    case CallEvent::kDialed:
        return on(event, event.dialed());
    case CallEvent::kArrived:
        return on(event, event.arrived());
    case CallEvent::kRerouted:
        return on(event, event.rerouted());
    case CallEvent::kAmdDecided:
        return on(event, event.amd_decided());
    case CallEvent::kBeepAwaited:
        return on(event, event.beep_awaited());
    case CallEvent::kRecordingStarted:
        return on(event, event.recording_started());
    case CallEvent::kRecordingEnded:
        return on(event, event.recording_ended());
    case CallEvent::kRecordingSaved:
        return on(event, event.recording_saved());
    case CallEvent::kRecordingFailed:
        return on(event, event.recording_failed());
    case CallEvent::kTransferred:
        return on(event, event.transferred());
    case CallEvent::kRequested:
        return on(event, event.requested());
    case CallEvent::kOptedOut:
        return on(event, event.opted_out());
    case CallEvent::kRinging:
        return on(event, event.ringing());
    case CallEvent::kAnswered:
        return on(event, event.answered());
    case CallEvent::kNodeEntered:
        return on(event, event.node_entered());
    case CallEvent::kNodeLeft:
        return on(event, event.node_left());
    case CallEvent::kPromptStarted:
        return on(event, event.prompt_started());
    case CallEvent::kPromptEnded:
        return on(event, event.prompt_ended());
    case CallEvent::kDigitHeard:
        return on(event, event.digit_heard());
    case CallEvent::kVariableSet:
        return on(event, event.variable_set());
    case CallEvent::kHungUp:
        return on(event, event.hung_up());
    case CallEvent::kCallError:
        return on(event, event.call_error());
    case CallEvent::kFinished:
        return on(event, event.finished());
    case CallEvent::kFieldRead:   // for replay
    case CallEvent::kEngineInput: // for replay
    case CallEvent::EVENT_NOT_SET:
        return; // newer than we are
    }
}

v1::Attempt Story::told() const {
    auto told = attempt_;
    if (!told.has_flow_execution()) return told;
    auto& flow = *told.mutable_flow_execution();
    flow.set_node_execution_count(static_cast<std::uint32_t>(flow.execution_path_size()));
    if (flow.final_variables().empty()) flow.set_final_variables(to_json(variables_));
    return told;
}

v1::Event& Story::tell(const CallEvent& at, const char* type, const std::string& node) {
    auto& event = *attempt_.add_events();
    event.set_type(type);
    *event.mutable_timestamp() = at.occurred_at();
    const auto& flow = attempt_.flow_execution();
    if (const int index = visit_of(flow, node); index >= 0) {
        auto& context = *event.mutable_node_context();
        context.set_node_id(flow.execution_path(index).node_id());
        context.set_node_type(flow.execution_path(index).node_type());
        context.set_node_execution_index(static_cast<std::uint32_t>(index));
    }
    return event;
}

template <class Begun>
void Story::begin(const CallEvent& at, const Begun& it, const char* direction) {
    auto& call = *attempt_.mutable_call();
    call.set_direction(direction);
    call.set_from(it.from());
    call.set_to(it.to());
    *call.mutable_created_at() = at.occurred_at();
    auto& flow = *attempt_.mutable_flow_execution();
    flow.set_flow_id(it.flow_id());
    flow.set_flow_name(it.flow_name());
    flow.set_flow_version(it.flow_version());
}

void Story::on(const CallEvent& at, const dialer::v1::Arrived& it) {
    begin(at, it, "inbound");
    attempt_.mutable_call()->set_status("ringing");
    *attempt_.mutable_call()->mutable_ringing_at() = at.occurred_at();
    tell(at, "ringing", {})
        .set_data(EventData{}
                      .text("to", it.to())
                      .text("from", it.from())
                      .text("trunkId", it.trunk_id())
                      .text("callId", it.call_id())
                      .json());
}

void Story::on(const CallEvent& at, const dialer::v1::Rerouted& it) {
    tell(at, "dial", {})
        .set_data(EventData{}
                      .text("trunkId", it.to_trunk_id())
                      .text("fromTrunkId", it.from_trunk_id())
                      .number("sipCode", it.sip_code())
                      .text("reason", it.reason())
                      .json());
}

void Story::on(const CallEvent& at, const dialer::v1::Dialed& it) {
    begin(at, it, "outbound");
    attempt_.mutable_call()->set_status("dialing");
    *attempt_.mutable_call()->mutable_dialed_at() = at.occurred_at();
    tell(at, "dial", {})
        .set_data(EventData{}
                      .text("to", it.to())
                      .text("from", it.from())
                      .text("trunkId", it.trunk_id())
                      .json());
}

void Story::on(const CallEvent& at, const dialer::v1::Ringing& it) {
    attempt_.mutable_call()->set_status("ringing");
    *attempt_.mutable_call()->mutable_ringing_at() = at.occurred_at();
    tell(at, "ringing", {}).set_data(EventData{}.number("sipCode", it.sip_code()).json());
}

void Story::on(const CallEvent& at, const dialer::v1::Answered&) {
    attempt_.mutable_call()->set_status("answered");
    *attempt_.mutable_call()->mutable_answered_at() = at.occurred_at();
    tell(at, "answer", {}).set_data("{}");
}

void Story::on(const CallEvent& at, const dialer::v1::NodeEntered& it) {
    auto& flow = *attempt_.mutable_flow_execution();
    if (flow.execution_path().empty()) *flow.mutable_flow_started_at() = at.occurred_at();
    auto& visit = *flow.add_execution_path();
    visit.set_node_id(it.node_id());
    visit.set_node_type(it.node_type());
    if (!it.node_label().empty()) visit.set_node_label(it.node_label());
    *visit.mutable_timestamp() = at.occurred_at();
}

void Story::on(const CallEvent& at, const dialer::v1::NodeLeft& it) {
    auto& flow = *attempt_.mutable_flow_execution();
    const int index = visit_of(flow, it.node_id());
    if (index < 0) return;
    auto& visit = *flow.mutable_execution_path(index);
    *visit.mutable_left_at() = at.occurred_at();
    if (!it.output().empty()) visit.set_output_path(it.output());
    if (!it.error().empty()) visit.set_error(it.error());
}

void Story::on(const CallEvent& at, const dialer::v1::PromptStarted& it) {
    EventData data;
    data.texts("audioIds", {it.audio_ids().begin(), it.audio_ids().end()});
    if (it.spoken_keys_size() > 0) {
        data.texts("spokenKeys", {it.spoken_keys().begin(), it.spoken_keys().end()});
    }
    if (it.texts_size() > 0) data.texts("texts", {it.texts().begin(), it.texts().end()});
    tell(at, "play", it.node_id()).set_data(data.json());
    const auto begun = data.json();
    last_prompt_[it.node_id()] = begun.substr(0, begun.size() - 1); // open, for its end
}

void Story::on(const CallEvent& at, const dialer::v1::PromptEnded& it) {
    auto* play = last_play_of(attempt_, it.node_id());
    if (play == nullptr) return;
    const auto end = EventData{}
                         .text("endedAt", iso(at.occurred_at()))
                         .flag("interrupted", it.interrupted())
                         .json();
    play->set_data(last_prompt_[it.node_id()] + "," + end.substr(1));
}

void Story::on(const CallEvent& at, const dialer::v1::DigitHeard& it) {
    tell(at, "dtmf", it.node_id()).set_data(EventData{}.text_as_is("digit", it.digit()).json());
}

void Story::on(const CallEvent& at, const dialer::v1::VariableSet& it) {
    variables_[it.name()] = it.value();
    tell(at, "variable", it.node_id())
        .set_data(EventData{}.text_as_is("name", it.name()).text_as_is("value", it.value()).json());
}

void Story::on(const CallEvent& at, const dialer::v1::HungUp& it) {
    const bool callee = it.by() == dialer::v1::HungUp::BY_CALLEE;
    auto& call = *attempt_.mutable_call();
    call.set_status("ended");
    const bool inbound = call.direction() == "inbound";
    call.set_hangup_by(!callee ? "platform" : inbound ? "caller" : "callee");
    *call.mutable_terminated_at() = at.occurred_at();
    if (it.q850() != 0) call.set_q850(it.q850());
    tell(at, "hangup", {})
        .set_data(EventData{}
                      .text("by", call.hangup_by())
                      .text("reason", it.reason())
                      .number("q850", it.q850())
                      .json());
}

void Story::on(const CallEvent& at, const dialer::v1::CallError& it) {
    tell(at, "error", it.node_id())
        .set_data(EventData{}.text("code", it.code()).text("message", it.message()).json());
}

void Story::on(const CallEvent& at, const dialer::v1::Finished& it) {
    auto& call = *attempt_.mutable_call();
    call.set_status("ended");
    if (!call.has_terminated_at()) *call.mutable_terminated_at() = at.occurred_at();
    if (it.sip_code() != 0) call.set_sip_code(it.sip_code());
    if (it.q850() != 0) call.set_q850(it.q850());
    if (it.has_talk_time()) {
        call.set_duration_ms(
            std::chrono::floor<std::chrono::milliseconds>(rpc::from_wire(it.talk_time())).count());
    }
    if (it.packets_sent() + it.packets_received() > 0) {
        *call.mutable_media() = media_of(it);
    }
    if (!attempt_.has_flow_execution()) return;
    auto& flow = *attempt_.mutable_flow_execution();
    *flow.mutable_flow_completed_at() = at.occurred_at();
    if (!it.variables().empty()) flow.set_final_variables(it.variables());
}

} // namespace hatif::reporting
