#include "dialer/events/event_wire.hpp"

#include "base/overloaded.hpp"
#include "rpc/time.hpp"

#include <google/protobuf/descriptor.h>

namespace hatif::dialer {

namespace {

constexpr std::size_t most_variables = 500'000; // bytes as JSON, which escapes what they hold

type::v1::Outcome to_wire(flow::Outcome outcome) {
    switch (outcome) {
    case flow::Outcome::completed:
        return type::v1::OUTCOME_COMPLETED;
    case flow::Outcome::no_answer:
        return type::v1::OUTCOME_NO_ANSWER;
    case flow::Outcome::busy:
        return type::v1::OUTCOME_BUSY;
    case flow::Outcome::rejected:
        return type::v1::OUTCOME_REJECTED;
    case flow::Outcome::voicemail:
        return type::v1::OUTCOME_VOICEMAIL;
    case flow::Outcome::failed:
        return type::v1::OUTCOME_FAILED;
    case flow::Outcome::cancelled:
        return type::v1::OUTCOME_CANCELLED;
    case flow::Outcome::user_hangup:
        return type::v1::OUTCOME_USER_HANGUP;
    }
    return type::v1::OUTCOME_FAILED;
}

std::uint32_t number(int it) {
    return static_cast<std::uint32_t>(it);
}

template <class Map>
void add_linked_flows(const Lease& lease, Map& wire) {
    for (const auto& [flow, version] : lease.flow.linked) wire[flow] = version;
}

void fill(dialer::v1::Dialed& wire, const CallContext& context) {
    const auto& lease = context.lease;
    wire.set_to(lease.to);
    wire.set_from(lease.from);
    wire.set_trunk_id(lease.trunk);
    wire.set_program_id(lease.program);
    wire.set_flow_id(lease.flow.flow.value().to_string());
    wire.set_flow_version(lease.flow.version);
    wire.set_flow_name(context.flow_name);
    wire.set_epoch(lease.ref.epoch);
    add_linked_flows(lease, *wire.mutable_linked_flows());
}

void fill(dialer::v1::Arrived& wire, const CallContext& context) {
    const auto& lease = context.lease;
    wire.set_to(lease.to);
    wire.set_from(lease.from);
    wire.set_trunk_id(lease.trunk);
    wire.set_flow_id(lease.flow.flow.value().to_string());
    wire.set_flow_version(lease.flow.version);
    wire.set_flow_name(context.flow_name);
    wire.set_epoch(lease.ref.epoch);
    wire.set_call_id(lease.call_id);
    add_linked_flows(lease, *wire.mutable_linked_flows());
}

void fill(dialer::v1::AmdDecided& wire, const detection::Verdict& it) {
    wire.set_verdict(it.answerer == detection::Answerer::machine
                         ? dialer::v1::AmdDecided::VERDICT_MACHINE
                         : dialer::v1::AmdDecided::VERDICT_HUMAN);
    wire.set_cause(std::string{detection::to_string(it.cause)});
    rpc::set(*wire.mutable_delay(), it.delay);
    rpc::set(*wire.mutable_greeting(), it.greeting);
    wire.set_words(number(it.words));
    rpc::set(*wire.mutable_initial_silence(), it.initial_silence);
    rpc::set(*wire.mutable_last_silence(), it.last_silence);
    wire.set_beep(it.beep);
}

void fill(dialer::v1::Finished& wire, const call::fact::Finished& it, const CallContext& context) {
    wire.set_outcome(to_wire(it.outcome));
    wire.set_outcome_reason(it.reason);
    if (context.talk_time) rpc::set(*wire.mutable_talk_time(), *context.talk_time);
    wire.set_sip_code(number(it.sip_code));
    wire.set_q850(number(it.q850.value_or(0)));
    wire.set_packets_sent(context.packets.sent);
    wire.set_packets_received(context.packets.received);
    wire.set_packets_of_strangers(context.packets.dropped);
    wire.set_packets_lost(context.packets.lost);
    wire.set_jitter_ms(context.packets.jitter_ms);
    const auto& packets = context.packets;
    if (packets.remote_lost) {
        wire.set_remote_packets_lost(
            static_cast<std::uint64_t>(std::max<std::int64_t>(0, *packets.remote_lost)));
    }
    if (packets.remote_jitter_ms) wire.set_remote_jitter_ms(*packets.remote_jitter_ms);
    if (packets.round_trip_ms) wire.set_round_trip_ms(*packets.round_trip_ms);
    // An event that the broker refuses would leave the call unreported; they were told one by one.
    if (it.variables.size() <= most_variables) wire.set_variables(it.variables);
}

} // namespace

void fill_head(dialer::v1::CallEvent& event, const Lease& lease) {
    event.set_organization_id(lease.organization);
    event.set_job_id(lease.job);
    event.set_attempt_id(lease.ref.attempt.value().to_string());
    event.set_contact_id(lease.contact);
    event.set_execution_id(lease.execution);
    event.set_attempt_number(lease.attempt_number);
}

void fill_fact(dialer::v1::CallEvent& event, const call::Fact& what, const CallContext& context) {
    namespace fact = call::fact;
    const auto table = base::overloaded{
        [&](const fact::Input& it) {
            auto& wire = *event.mutable_engine_input();
            wire.set_kind(it.kind);
            wire.set_data(it.data);
        },
        [&](const fact::Dialed&) { fill(*event.mutable_dialed(), context); },
        [&](const fact::Arrived&) { fill(*event.mutable_arrived(), context); },
        [&](const fact::Ringing& it) {
            event.mutable_ringing()->set_sip_code(number(it.sip_code));
        },
        [&](const fact::Answered&) { event.mutable_answered(); },
        [&](const fact::AmdDecided& it) { fill(*event.mutable_amd_decided(), it.verdict); },
        [&](const fact::BeepAwaited& it) {
            auto& wire = *event.mutable_beep_awaited();
            wire.set_heard(it.heard);
            rpc::set(*wire.mutable_waited(), it.waited);
        },
        [&](const fact::Recorded& it) {
            auto& wire = *event.mutable_recording_ended();
            wire.set_recording_id(it.id);
            wire.set_node_id(it.node.value());
            wire.set_why(it.why);
            rpc::set(*wire.mutable_length(), it.length);
        },
        [&](const fact::Transferred& it) {
            auto& wire = *event.mutable_transferred();
            wire.set_node_id(it.node.value());
            wire.set_to(it.to);
            wire.set_done(it.done);
            wire.set_sip_code(number(it.code));
        },
        [&](const fact::NodeEntered& it) {
            auto& wire = *event.mutable_node_entered();
            wire.set_node_id(it.node.value());
            wire.set_node_type(it.type);
            wire.set_node_label(it.label.value());
            wire.set_index(number(it.index));
        },
        [&](const fact::NodeLeft& it) {
            auto& wire = *event.mutable_node_left();
            wire.set_node_id(it.node.value());
            wire.set_index(number(it.index));
            wire.set_output(it.output);
            wire.set_error(it.error);
        },
        [&](const fact::PromptStarted& it) {
            auto& wire = *event.mutable_prompt_started();
            wire.set_node_id(it.node.value());
            for (const auto& audio : it.audios) wire.add_audio_ids(audio.value());
            for (const auto& key : it.keys) wire.add_spoken_keys(key);
            for (const auto& text : it.texts) wire.add_texts(text);
        },
        [&](const fact::PromptEnded& it) {
            auto& wire = *event.mutable_prompt_ended();
            wire.set_node_id(it.node.value());
            wire.set_interrupted(it.interrupted);
        },
        [&](const fact::DigitHeard& it) {
            auto& wire = *event.mutable_digit_heard();
            wire.set_node_id(it.node.value());
            wire.set_digit(it.digit);
        },
        [&](const fact::VariableSet& it) {
            auto& wire = *event.mutable_variable_set();
            wire.set_node_id(it.node.value());
            wire.set_name(it.name);
            wire.set_value(it.value);
        },
        [&](const fact::FieldRead& it) {
            auto& wire = *event.mutable_field_read();
            wire.set_source(it.source);
            wire.set_name(it.name);
            wire.set_value(it.value);
        },
        [&](const fact::Requested& it) {
            auto& wire = *event.mutable_requested();
            wire.set_node_id(it.node.value());
            wire.set_method(it.method);
            wire.set_url(it.url);
            wire.set_status(number(it.status));
            wire.set_error(it.error);
        },
        [&](const fact::OptedOut& it) {
            auto& wire = *event.mutable_opted_out();
            wire.set_node_id(it.node.value());
            wire.set_phone(context.lease.inbound ? context.lease.from : context.lease.to);
        },
        [&](const fact::HungUp& it) {
            auto& wire = *event.mutable_hung_up();
            wire.set_by(it.by_callee ? dialer::v1::HungUp::BY_CALLEE
                                     : dialer::v1::HungUp::BY_PLATFORM);
            wire.set_reason(it.reason);
            wire.set_q850(number(it.q850.value_or(0)));
        },
        [&](const fact::CallError& it) {
            auto& wire = *event.mutable_call_error();
            wire.set_node_id(it.node.value());
            wire.set_code(it.why.code);
            wire.set_message(it.why.what);
        },
        [&](const fact::Finished& it) { fill(*event.mutable_finished(), it, context); },
    };
    std::visit(table, what);
}

const std::string& type_of(const dialer::v1::CallEvent& event) {
    static const std::string none;
    const auto* field = dialer::v1::CallEvent::descriptor()->FindFieldByNumber(event.event_case());
    return field == nullptr ? none : field->message_type()->full_name();
}

} // namespace hatif::dialer
