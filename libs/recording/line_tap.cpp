#include "recording/line_tap.hpp"

namespace hatif::recording {

namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t day = 24 * 3600 * samples_per_second;
constexpr std::uint64_t late_packets = samples_per_second; // what is that late is lost
constexpr std::uint64_t held_up = 3 * audio::frame_size;
constexpr std::uint64_t most_at_once = 15 * audio::frame_size;
constexpr std::uint32_t callee = 0;
constexpr std::uint32_t platform = 1;

std::uint64_t in_samples(milliseconds time) {
    return time.count() <= 0 ? 0 : static_cast<std::uint64_t>(time.count()) * 8;
}

std::uint64_t limit_of(const What& what) {
    const auto asked = in_samples(what.at_most);
    return asked == 0 ? day : std::min(asked, day);
}

} // namespace

LineTap::LineTap(std::shared_ptr<Take> take)
    : take_{std::move(take)}, limit_{limit_of(take_->what)} {
    const auto silence = in_samples(take_->what.silence);
    // Of a whole call nobody asks whether there was speech in it.
    if (silence > 0 || !take_->what.both_sides) speech_.emplace(silence);
}

LineTap::~LineTap() {
    end();
}

bool LineTap::listens(audio::Codec codec) {
    if (over_ || ended_ || take_->failed.load(std::memory_order_relaxed)) return false;
    if (!began_) take_->canvas.begin(codec);
    began_ = true;
    return true;
}

bool LineTap::reach(std::uint64_t end) {
    if (take_->canvas.reach(end)) return true;
    take_->too_slow.store(true, std::memory_order_relaxed);
    over_ = true;
    return false;
}

void LineTap::paint(std::uint32_t channel,
                    std::uint64_t position,
                    std::span<const std::uint8_t> voice,
                    audio::Codec codec) {
    if (position >= limit_) return;
    const auto kept = std::min<std::uint64_t>(voice.size(), limit_ - position);
    take_->canvas.paint(channel, position, voice.first(kept), codec);
}

std::uint64_t LineTap::passed() const {
    return beat_ > late_packets ? beat_ - late_packets : 0;
}

/// The media thread leaves out beats when it is held up; time passed all the same.
void LineTap::skip_what_was_not_said(SteadyTime now) {
    if (!first_beat_) first_beat_ = now;
    const auto since = std::chrono::duration_cast<milliseconds>(now - *first_beat_);
    const auto frames = in_samples(since + milliseconds{10}) / audio::frame_size;
    const auto due = frames * audio::frame_size;
    if (due < beat_ + held_up) return;
    // After a long halt in steps, so that the writer, who was held up too, can follow.
    const auto end = std::min(due, beat_ + most_at_once);
    if (reach(end)) beat_ = end;
}

void LineTap::said(audio::Codec codec, audio::Frame frame, SteadyTime now) {
    if (!listens(codec)) return;
    skip_what_was_not_said(now);
    const auto end = beat_ + frame.size();
    if (over_ || !reach(end)) return;
    if (take_->channels == 2) paint(platform, beat_, frame, codec);
    beat_ = end;
    take_->progress.samples.store(std::min(limit_, end), std::memory_order_relaxed);
    take_->canvas.publish(std::min(limit_, passed()));
}

void LineTap::heard(audio::Codec codec, const rtp::Packet& packet, SteadyTime /*now*/) {
    if (!listens(codec)) return;
    const auto voice = packet.payload;
    const auto place = track_.place(packet.header, voice.size(), beat_, passed());
    if (!place || !reach(track_.end())) return;
    paint(callee, place->position, voice.subspan(place->skip), codec);
    if (!speech_) return;
    speech_->hear(codec, voice, beat_);
    if (speech_->spoke()) take_->progress.spoke.store(true, std::memory_order_relaxed);
}

std::optional<std::string> LineTap::over() {
    if (take_->failed.load(std::memory_order_relaxed) || take_->too_slow.load()) return "failed";
    if (beat_ >= limit_) return "max_duration";
    if (!speech_) return std::nullopt;
    const auto why = speech_->over(beat_);
    if (why.empty()) return std::nullopt;
    return std::string{why};
}

void LineTap::end() {
    if (ended_) return;
    ended_ = true;
    // The callee's last packets may be ahead of our beat.
    if (!over_) take_->canvas.publish(std::min(limit_, std::max(beat_, track_.end())));
    take_->ended.store(true, std::memory_order_release);
}

} // namespace hatif::recording
