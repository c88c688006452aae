#include "dialer/recordings/recording_wire.hpp"

#include "base/overloaded.hpp"
#include "dialer/events/event_wire.hpp"
#include "rpc/time.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace hatif::dialer {

namespace {

constexpr std::uint32_t first_late = 1'000'000;
constexpr std::uint32_t last_late = std::numeric_limits<std::uint32_t>::max();
/// Apart from the events' ids, which derive from the same attempt.
constexpr std::uint64_t first_recording = 1ULL << 32U;

const std::string& about(const recording::Told& told) {
    return std::visit([](const auto& it) -> const std::string& { return it.about; }, told);
}

} // namespace

base::Uuid recording_id(const base::AttemptId& attempt, std::uint32_t index) {
    return base::Uuid::derived(attempt.value(), first_recording + index);
}

objects::ObjectKey recording_key(const std::string& organization, const base::Uuid& id) {
    auto key =
        objects::ObjectKey::parse("recordings/" + organization + '/' + id.to_string() + ".wav");
    if (!key) throw std::logic_error{"an organization's id is no uuid: " + key.error().what};
    return std::move(*key);
}

dialer::v1::CallEvent started_event(const Lease& lease, const Recorded& what) {
    dialer::v1::CallEvent event;
    fill_head(event, lease);
    auto& wire = *event.mutable_recording_started();
    wire.set_recording_id(recording_id(lease.ref.attempt, what.index).to_string());
    wire.set_kind(what.kind);
    wire.set_node_id(what.node);
    return event;
}

std::string about_of(const Lease& lease, const Recorded& what, base::Instant began) {
    auto event = started_event(lease, what);
    rpc::set(*event.mutable_occurred_at(), began);
    return event.SerializeAsString();
}

std::optional<base::AttemptId> attempt_of(const recording::Told& told) {
    dialer::v1::CallEvent event;
    if (!event.ParseFromString(about(told)) || !event.has_recording_started()) return std::nullopt;
    const auto id = base::Uuid::parse(event.attempt_id());
    return id ? std::optional{base::AttemptId{*id}} : std::nullopt;
}

dialer::v1::CallEvent stored_event(const recording::Told& told) {
    dialer::v1::CallEvent event;
    event.ParseFromString(about(told));
    const auto what = event.recording_started();
    const auto table = base::overloaded{
        [&](const recording::Saved& it) {
            auto& wire = *event.mutable_recording_saved();
            wire.set_recording_id(what.recording_id());
            wire.set_kind(what.kind());
            wire.set_node_id(what.node_id());
            rpc::set(*wire.mutable_length(), it.length);
            wire.set_bytes(it.bytes);
            wire.set_hash(it.hash.value());
            wire.set_object_key(it.key.value());
            wire.set_channels(it.channels);
            rpc::set(*wire.mutable_began_at(), it.began_at);
        },
        [&](const recording::Failed& it) {
            auto& wire = *event.mutable_recording_failed();
            wire.set_recording_id(what.recording_id());
            wire.set_kind(what.kind());
            wire.set_node_id(what.node_id());
            wire.set_code(it.code);
            wire.set_message(it.message);
        },
    };
    std::visit(table, told);
    return event;
}

dialer::v1::CallEvent late_event(const recording::Told& told, base::Instant now) {
    auto event = stored_event(told);
    const auto since =
        std::chrono::floor<std::chrono::milliseconds>(now - rpc::from_wire(event.occurred_at()));
    const auto number = std::clamp<std::int64_t>(since.count(), 0, last_late - first_late);
    event.set_sequence(first_late + static_cast<std::uint32_t>(number));
    rpc::set(*event.mutable_occurred_at(), now);
    return event;
}

} // namespace hatif::dialer
