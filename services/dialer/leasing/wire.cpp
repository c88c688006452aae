#include "dialer/leasing/wire.hpp"

#include "base/clock.hpp"
#include "base/text.hpp"
#include "dialer/leasing/trunk_wire.hpp"
#include "observability/log.hpp"
#include "rpc/time.hpp"

#include <simdjson.h>

namespace hatif::dialer {

namespace {

using Values = std::map<std::string, flow::Value, std::less<>>;

flow::Value value_of(const simdjson::dom::element& it) {
    if (it.is_bool()) return bool{it};
    if (it.is_number()) return double{it};
    if (it.is_string()) return std::string{std::string_view{it}};
    return flow::Null{};
}

/// The members of a JSON object; none of what is no object.
Values members_of(const std::string& json) {
    Values values;
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(json).get(object) != simdjson::SUCCESS) return values;
    for (const auto [name, value] : object) values.emplace(std::string{name}, value_of(value));
    return values;
}

/// The full name, else the name in its parts; null for who has none.
flow::Value name_of(const Values& fields) {
    const auto text = [&](const char* field) {
        const auto it = fields.find(field);
        return it == fields.end() ? std::string{} : flow::to_text(it->second);
    };
    std::string name = text("fullName");
    if (name.empty()) name = base::trimmed(text("firstName") + ' ' + text("lastName"));
    return name.empty() ? flow::Value{} : flow::Value{std::move(name)};
}

flow::Sources sources_of(const program::v1::Lease& wire) {
    flow::Sources sources;
    sources.attributes = members_of(wire.custom_attributes());
    for (const auto& [name, value] : wire.fields()) {
        if (const auto field = flow::contact_field(name)) sources.fields.emplace(*field, value);
    }
    if (!wire.currency().empty()) sources.currency = wire.currency();
    const auto text_or_null = [](const std::string& text) {
        return text.empty() ? flow::Value{} : flow::Value{text};
    };
    sources.system = {
        {"sys.callId", wire.attempt_id() + "@hatif"},
        {"sys.callDirection", std::string{wire.inbound() ? "inbound" : "outbound"}},
        {"sys.contactId", wire.contact_id()},
        {"sys.contactPhone", wire.inbound() ? wire.from() : wire.to()},
        {"sys.contactName", name_of(sources.fields)},
        {"sys.organizationId", wire.organization_id()},
        {"sys.programId", text_or_null(wire.program_id())},
        {"sys.attemptNumber", static_cast<double>(wire.attempt_number())},
    };
    return sources;
}

/// Those that were not named have the default.
detection::AmdSettings amd_of(const program::v1::AmdSettings& wire) {
    using std::chrono::milliseconds;
    detection::AmdSettings amd;
    if (wire.has_initial_silence_ms())
        amd.initial_silence = milliseconds{wire.initial_silence_ms()};
    if (wire.has_greeting_ms()) amd.greeting = milliseconds{wire.greeting_ms()};
    if (wire.has_after_greeting_silence_ms()) {
        amd.after_greeting_silence = milliseconds{wire.after_greeting_silence_ms()};
    }
    if (wire.has_total_analysis_ms()) amd.total_analysis = milliseconds{wire.total_analysis_ms()};
    if (wire.has_min_word_ms()) amd.min_word = milliseconds{wire.min_word_ms()};
    if (wire.has_between_words_silence_ms()) {
        amd.between_words_silence = milliseconds{wire.between_words_silence_ms()};
    }
    if (wire.has_max_words()) amd.max_words = static_cast<int>(wire.max_words());
    return amd;
}

flow::Variables variables_of(const program::v1::Lease& wire) {
    flow::Variables variables;
    for (auto& [name, value] : members_of(wire.initial_variables())) {
        variables.emplace(name, flow::Variable{std::move(value)});
    }
    return variables;
}

} // namespace

Settings from_wire(const program::v1::WorkResponse::Settings& wire) {
    using std::chrono::floor;
    using std::chrono::milliseconds;
    Settings settings;
    for (const auto& it : wire.trunks()) {
        if (auto trunk = from_wire(it)) settings.trunks.push_back(std::move(*trunk));
    }
    if (wire.has_lease_time()) {
        settings.lease_time = floor<milliseconds>(rpc::from_wire(wire.lease_time()));
    }
    if (wire.has_start_validity()) {
        settings.start_validity = floor<milliseconds>(rpc::from_wire(wire.start_validity()));
    }
    return settings;
}

base::Result<Lease>
from_wire(const program::v1::Lease& wire, base::Instant now, SteadyTime steady) {
    const auto attempt = base::Uuid::parse(wire.attempt_id());
    const auto flow_id = base::Uuid::parse(wire.flow_id());
    if (!attempt || !flow_id) {
        return base::fail(base::Errc::invalid, "attempt '" + wire.attempt_id() + "', flow '" +
                                                   wire.flow_id() + "': no uuids");
    }
    const auto on_steady = [&](const google::protobuf::Timestamp& it) {
        return steady + (rpc::from_wire(it) - now);
    };
    Lease lease{
        .ref = {base::AttemptId{*attempt}, wire.epoch()},
        .organization = wire.organization_id(),
        .job = wire.job_id(),
        .execution = wire.execution_id(),
        .program = wire.program_id(),
        .contact = wire.contact_id(),
        .attempt_number = wire.attempt_number(),
        .to = wire.to(),
        .from = wire.from(),
        .trunk = wire.trunk_id(),
        .other_trunks = {wire.other_trunk_ids().begin(), wire.other_trunk_ids().end()},
        .flow = {base::FlowId{*flow_id}, wire.flow_version()},
    };
    if (wire.has_not_before()) lease.times.not_before = on_steady(wire.not_before());
    if (wire.has_not_after()) lease.times.not_after = on_steady(wire.not_after());
    if (wire.has_max_call()) {
        lease.max_call =
            std::chrono::floor<std::chrono::milliseconds>(rpc::from_wire(wire.max_call()));
    }
    for (const auto& [id, revision] : wire.dictionaries()) {
        lease.flow.dictionaries.emplace(id, revision);
    }
    lease.flow.linked = {wire.linked_flows().begin(), wire.linked_flows().end()};
    lease.sources = sources_of(wire);
    lease.initial_variables = variables_of(wire);
    lease.record_call = wire.record_call();
    lease.amd = amd_of(wire.amd());
    lease.inbound = wire.inbound();
    return lease;
}

std::vector<Lease> from_wire(const program::v1::WorkResponse::Leases& wire) {
    std::vector<Lease> leases;
    const auto now = base::SystemClock{}.now();
    const auto steady = std::chrono::steady_clock::now();
    for (const auto& it : wire.leases()) {
        auto lease = from_wire(it, now, steady);
        if (lease) {
            leases.push_back(std::move(*lease));
        } else {
            observability::log_error("a lease makes no sense", {{"why", lease.error().what}});
        }
    }
    return leases;
}

void to_wire(const AttemptRef& ref, program::v1::AttemptRef& wire) {
    wire.set_attempt_id(ref.attempt.value().to_string());
    wire.set_epoch(ref.epoch);
}

} // namespace hatif::dialer
