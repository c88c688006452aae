#include "dialer/recordings/call_recordings.hpp"

namespace hatif::dialer {

base::Result<CallRecordings::Attached>
CallRecordings::attach(Recorded what, recording::What how, int step) {
    how.about = about_of(lease_, what, began_);
    auto begun = shared_.begin(std::move(how));
    if (!begun) {
        // It is told all the same: whoever looks for it learns why there is none.
        teller_.tell(started_event(lease_, what), step);
        auto failed = started_event(lease_, what);
        const auto it = failed.recording_started();
        auto& wire = *failed.mutable_recording_failed();
        wire.set_recording_id(it.recording_id());
        wire.set_kind(it.kind());
        wire.set_node_id(it.node_id());
        wire.set_code(begun.error().reason);
        wire.set_message(begun.error().what);
        teller_.tell(std::move(failed), step);
        return base::fail(begun.error());
    }
    teller_.tell(started_event(lease_, what), step);
    ++under_way_;
    const media::TapId id{what.index + 1};
    media_.attach(line_, id, std::move(begun->tap));
    return Attached{id, std::move(begun->progress)};
}

void CallRecordings::begin_whole(int step) {
    const Recorded what{.kind = dialer::v1::RECORDING_KIND_FULL_CALL, .index = begun_++};
    const auto id = recording_id(lease_.ref.attempt, what.index);
    (void)attach(
        what, {.id = id, .key = recording_key(lease_.organization, id), .both_sides = true}, step);
}

std::optional<call::RecordingOver> CallRecordings::begin(const call::Record& what, int step) {
    const Recorded segment{
        .kind = dialer::v1::RECORDING_KIND_SEGMENT, .node = what.node.value(), .index = begun_++};
    const auto id = recording_id(lease_.ref.attempt, segment.index);
    auto attached = attach(segment,
                           {.id = id,
                            .key = recording_key(lease_.organization, id),
                            .at_most = what.max,
                            .silence = what.silence},
                           step);
    if (!attached) {
        return call::RecordingOver{.recording = what.recording,
                                   .id = id.to_string(),
                                   .why = "failed",
                                   .fault = call::Fault{"recording_failed", attached.error().what}};
    }
    segment_ = Segment{what.recording, id, std::move(*attached)};
    return std::nullopt;
}

call::RecordingOver CallRecordings::over(std::string why) {
    const auto segment = *std::exchange(segment_, std::nullopt);
    call::RecordingOver event{.recording = segment.ticket,
                              .id = segment.id.to_string(),
                              .why = std::move(why),
                              .spoke = segment.attached.progress->spoke,
                              .length = segment.attached.progress->length()};
    if (event.why == "failed") {
        event.fault = call::Fault{"recording_failed", "the recording could not be written"};
    }
    return event;
}

std::optional<call::RecordingOver> CallRecordings::stop(const call::Ticket& recording) {
    if (!segment_ || segment_->ticket != recording) return std::nullopt;
    media_.detach(line_, segment_->attached.tap);
    return over("stopped");
}

std::optional<call::RecordingOver> CallRecordings::hear(const media::TapOver& tap) {
    if (!segment_ || segment_->attached.tap != tap.tap) return std::nullopt;
    return over(tap.why);
}

void CallRecordings::hear(const recording::Told& told,
                          int step,
                          const recording::Recorder::Kept& kept) {
    if (under_way_ > 0) --under_way_;
    teller_.tell(stored_event(told), step, kept);
}

} // namespace hatif::dialer
