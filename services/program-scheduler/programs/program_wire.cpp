#include "program_scheduler/programs/program_wire.hpp"

#include "base/text.hpp"
#include "program_scheduler/content/field_check.hpp"
#include "program_scheduler/programs/calling_wire.hpp"
#include "program_scheduler/programs/mode_wire.hpp"
#include "program_scheduler/programs/pause_wire.hpp"
#include "program_scheduler/programs/retry_wire.hpp"
#include "program_scheduler/programs/warnings.hpp"
#include "rpc/time.hpp"
#include "zone/name.hpp"

namespace hatif::program_scheduler {

using base::Result;
namespace v1 = program::v1;

namespace {

/// The members of a create or a change, read over what was there before. The two messages have the
/// same members; of a create all that is required must be there.
template <class Request>
class Reader {
public:
    Reader(const Request& request, ProgramWords before, bool creating)
        : request_{request}, words_{std::move(before)}, creating_{creating} {}

    Result<ProgramWords> read(const std::string& organization_timezone) {
        read_texts();
        read_references();
        read_timezone(organization_timezone);
        read_times();
        read_status();
        if (cleared("retryStrategy")) words_.retries = {};
        if (request_.has_retry_strategy()) {
            words_.retries = read_retries(check_, request_.retry_strategy());
        }
        read_flag("includeUnreachable", request_.has_include_unreachable(),
                  request_.include_unreachable(), words_.include_unreachable, false);
        read_flag("stickyDid", request_.has_sticky_did(), request_.sticky_did(), words_.sticky_did,
                  false);
        words_.limits = read_limits(check_, request_, words_.limits);
        words_.calls = read_call_settings(check_, request_, words_.calls,
                                          [this](const char* path) { return cleared(path); });
        read_mode();
        read_pausing();
        read_windows();
        if (auto checked = check_.result(); !checked) return base::fail(checked.error());
        return std::move(words_);
    }

private:
    bool cleared(const char* path) const { return is_cleared(request_, path); }

    /// Not sent although it must be there, or sent as null.
    bool is_missing(const char* path) const { return creating_ || cleared(path); }

    base::Uuid reference(const char* path, bool is_sent, const std::string& text, base::Uuid old) {
        if (!is_sent) {
            if (is_missing(path)) check_.refuse(path, "is required");
            return old;
        }
        const auto id = base::Uuid::parse(text);
        if (!id) check_.refuse(path, "must be a UUID");
        return id.value_or(old);
    }

    void read_texts() {
        if (request_.has_name() || is_missing("name")) {
            words_.name =
                check_.required("name", sent(request_.has_name(), request_.name()), {1, 255});
        }
        if (cleared("description")) words_.description.reset();
        if (request_.has_description()) {
            words_.description = check_.optional("description", request_.description(), {0, 256});
        }
    }

    /// A pool that was sent without any number is an error of its own, told by resolve_pool.
    void read_references() {
        words_.flow = base::FlowId{
            reference("flowId", request_.has_flow_id(), request_.flow_id(), words_.flow.value())};
        words_.audience =
            base::AudienceId{reference("audienceId", request_.has_audience_id(),
                                       request_.audience_id(), words_.audience.value())};
        if (!request_.did_pool().empty() || cleared("didPool")) {
            words_.did_pool = {request_.did_pool().begin(), request_.did_pool().end()};
        } else if (creating_) {
            check_.refuse("didPool", "is required");
        }
    }

    void read_timezone(const std::string& organization_timezone) {
        if (request_.has_timezone()) {
            words_.timezone = request_.timezone();
        } else if (is_missing("timezone")) {
            words_.timezone = organization_timezone;
        }
        if (!zone::is_name(words_.timezone)) {
            check_.refuse("timezone", "must be an IANA time zone, like Africa/Casablanca");
        }
    }

    void read_times() {
        if (cleared("startAt")) words_.start_at.reset();
        if (cleared("stopAt")) words_.stop_at.reset();
        if (request_.has_start_at()) words_.start_at = rpc::from_wire(request_.start_at());
        if (request_.has_stop_at()) words_.stop_at = rpc::from_wire(request_.stop_at());
        if (words_.start_at && words_.stop_at && *words_.stop_at <= *words_.start_at) {
            check_.refuse("stopAt", "must be after startAt");
        }
    }

    void read_status() {
        if (cleared("status")) words_.status = ProgramStatus::active;
        if (!request_.has_status()) return;
        words_.status = static_cast<ProgramStatus>(request_.status());
        if (request_.status() == v1::PROGRAM_STATUS_UNSPECIFIED) {
            check_.refuse("status", "must be one of: draft, active, archived");
        }
    }

    /// null brings the default back.
    void read_flag(const char* path, bool is_sent, bool value, bool& flag, bool usual) {
        if (cleared(path)) flag = usual;
        if (is_sent) flag = value;
    }

    /// A program that becomes a batch leaves its trigger behind, unless one is sent.
    void read_mode() {
        if (cleared("mode")) words_.mode = ProgramMode::batch;
        if (request_.has_mode()) {
            words_.mode = static_cast<ProgramMode>(request_.mode());
            if (request_.mode() == v1::PROGRAM_MODE_UNSPECIFIED) {
                check_.refuse("mode", "must be one of: batch, live");
                return;
            }
        }
        if (cleared("triggerCondition") || words_.mode == ProgramMode::batch) words_.trigger = {};
        if (request_.has_trigger_condition()) {
            words_.trigger = read_trigger(check_, request_.trigger_condition());
        }
        check_mode(check_, words_, request_.has_trigger_condition());
    }

    /// What pauses it by itself.
    void read_pausing() {
        if (cleared("autoPauseRules")) words_.auto_pause.clear();
        if (!request_.auto_pause_rules().empty()) {
            words_.auto_pause = read_auto_pause(check_, request_.auto_pause_rules());
        }
        if (cleared("failureBreaker")) words_.breaker.reset();
        if (request_.has_failure_breaker()) {
            words_.breaker = read_breaker(check_, request_.failure_breaker());
        }
    }

    /// Hours that are never open are allowed, and warned of; those that cannot be read are not.
    void read_windows() {
        if (cleared("pauseWindows")) words_.pauses = {};
        if (request_.has_pause_windows()) {
            words_.pauses = read_pauses(check_, request_.pause_windows());
        }
        if (cleared("callingHours")) words_.calling.reset();
        if (request_.has_calling_hours()) {
            words_.calling = read_calling(check_, request_.calling_hours());
        }
        read_flag("inheritHours", request_.has_inherit_hours(), request_.inherit_hours(),
                  words_.inherit_hours, true);
        if (!check_.result()) return; // what was refused above cannot be weighed
        if (!schedule::hours_of_all(words_.hours())) {
            check_.refuse("timezone", "its rules are not known here");
        }
    }

    const Request& request_;
    ProgramWords words_;
    const bool creating_;
    FieldCheck check_;
};

} // namespace

Result<ProgramWords> read_program(const v1::CreateProgramRequest& request,
                                  const std::string& organization_timezone) {
    ProgramWords nothing{
        .name = {}, .flow = base::FlowId{base::Uuid{}}, .audience = base::AudienceId{base::Uuid{}}};
    return Reader{request, std::move(nothing), true}.read(organization_timezone);
}

Result<ProgramWords> read_change(const v1::UpdateProgramRequest& request,
                                 ProgramWords before,
                                 const std::string& organization_timezone) {
    return Reader{request, std::move(before), false}.read(organization_timezone);
}

Result<CloneHead> read_clone(const v1::CloneProgramRequest& request, const std::string& original) {
    constexpr std::size_t most = 255;
    const std::string end = " (copy)";
    CloneHead head{.name = base::shortened(original, most - end.size() - 1) + end};
    FieldCheck check;
    if (request.has_name()) head.name = check.required("name", request.name(), {1, most});
    if (request.has_status()) {
        head.status = static_cast<ProgramStatus>(request.status());
        if (request.status() == v1::PROGRAM_STATUS_UNSPECIFIED) {
            check.refuse("status", "must be one of: draft, active, archived");
        }
    }
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    return head;
}

void to_wire(const Warning& warning, v1::ProgramWarning& wire) {
    wire.set_code(warning.code);
    wire.set_path(warning.path);
    wire.set_message(warning.message);
}

void to_wire(const Program& program, base::Instant now, v1::Program& wire) {
    const ProgramWords& words = program.words;
    wire.set_id(program.id.value().to_string());
    wire.set_organization_id(program.organization.value().to_string());
    wire.set_name(words.name);
    if (words.description) wire.set_description(*words.description);
    wire.set_flow_id(words.flow.value().to_string());
    wire.set_audience_id(words.audience.value().to_string());
    for (const auto& number : words.did_pool) wire.add_did_pool(number);
    wire.set_timezone(words.timezone);
    if (words.start_at) rpc::set(*wire.mutable_start_at(), *words.start_at);
    if (words.stop_at) rpc::set(*wire.mutable_stop_at(), *words.stop_at);
    if (!words.pauses.empty()) to_wire(words.pauses, *wire.mutable_pause_windows());
    if (words.calling) to_wire(*words.calling, *wire.mutable_calling_hours());
    wire.set_inherit_hours(words.inherit_hours);
    wire.set_mode(static_cast<v1::ProgramMode>(words.mode));
    if (words.mode == ProgramMode::live) to_wire(words.trigger, *wire.mutable_trigger_condition());
    to_wire(words.auto_pause, *wire.mutable_auto_pause_rules());
    if (words.breaker) to_wire(*words.breaker, *wire.mutable_failure_breaker());
    wire.set_sticky_did(words.sticky_did);
    to_wire(words.retries, *wire.mutable_retry_strategy());
    wire.set_status(static_cast<v1::ProgramStatus>(words.status));
    wire.set_include_unreachable(words.include_unreachable);
    const Limits& limits = words.limits;
    if (limits.max_concurrent_calls) {
        wire.set_max_concurrent_calls(static_cast<std::uint32_t>(*limits.max_concurrent_calls));
    }
    if (limits.calls_per_second) wire.set_calls_per_second(*limits.calls_per_second);
    wire.set_priority(static_cast<std::uint32_t>(limits.priority));
    wire.set_recording(static_cast<v1::CallRecording>(words.calls.recording));
    if (!words.calls.amd.empty()) write_amd(words.calls.amd, *wire.mutable_amd());
    wire.set_max_call_duration(static_cast<std::uint32_t>(in_seconds(words.calls.max_call)));
    for (const Warning& it : warnings_of(words, now)) to_wire(it, *wire.add_warnings());
    rpc::set(*wire.mutable_created_at(), program.created_at);
    rpc::set(*wire.mutable_updated_at(), program.updated_at);
}

} // namespace hatif::program_scheduler
