#include "detection/amd_decision.hpp"

#include "detection/slicer.hpp"

#include <algorithm>

namespace hatif::detection {

namespace {

constexpr int breath_ms = 500; ///< a longer pause ends a phrase
constexpr float least_movement = 0.257F;
constexpr int memory = 29; ///< slices that the movement is averaged over
constexpr float phrases_to_phrase = 1.63F;
constexpr float room = 0.234F;        ///< before who speaks: this part of their power
constexpr int room_slices = 6;        ///< a weak beginning of a word is shorter
constexpr float room_behind = 0.123F; ///< and after them
constexpr float forgotten = 0.00497F; ///< of the loudest word, each slice

} // namespace

AmdDecision::AmdDecision(const AmdSettings& settings) : settings_(settings) {}

std::optional<Verdict> AmdDecision::hear(const Heard& heard) {
    clock_ += slice_time;
    voice_ *= 1 - forgotten;
    std::optional<Verdict> verdict;
    switch (heard.what) {
    case Heard::What::sound:
        verdict = is_weak(heard.power) ? hear_silence(heard) : hear_sound(heard);
        break;
    case Heard::What::silence:
        verdict = hear_silence(heard);
        break;
    case Heard::What::tone:
        hear_tone();
        break;
    case Heard::What::beep:
        beep_ = true;
        verdict = decide(Answerer::machine, AmdCause::beep);
        break;
    }
    if (!verdict && clock_ >= settings_.total_analysis)
        verdict = decide(Answerer::human, AmdCause::time_is_up);
    return verdict;
}

std::optional<Verdict> AmdDecision::hear_sound(const Heard& sound) {
    leave_the_room(sound.power);
    if (burst_ > Time{}) burst_ += gap_;
    burst_ += slice_time;
    gap_ = {};
    silence_ += slice_time;
    if (counter_.hear(sound.strength)) ++phrase_.syllables;
    phrase_.power += sound.power;
    ++phrase_.slices;
    phrase_.movement +=
        (sound.movement - phrase_.movement) / static_cast<float>(std::min(phrase_.slices, memory));
    if (!in_word_ && burst_ < settings_.min_word) return std::nullopt;
    if (phrase_.movement < least_movement) {
        if (has_words()) return std::nullopt;
        silence_ = {}; // music, as if it rang
        phrase_.syllables = 0;
        return std::nullopt;
    }
    if (!in_word_) {
        if (!has_words()) initial_silence_ = clock_ - burst_;
        phrase_.length += phrase_.words > 0 ? silence_ : burst_;
        ++phrase_.words;
        in_word_ = true;
    } else {
        phrase_.length += silence_;
    }
    silence_ = {};
    voice_ = std::max(voice_, sound.power);
    return weigh();
}

std::optional<Verdict> AmdDecision::weigh() const {
    const auto phrase = amount({phrase_.length, phrase_.words, phrase_.syllables});
    if (phrase >= settings_.greeting || amount(said()) >= phrases_to_phrase * settings_.greeting)
        return decide(Answerer::machine, AmdCause::long_greeting);
    if (words_ + phrase_.words > settings_.max_words)
        return decide(Answerer::machine, AmdCause::many_words);
    return std::nullopt;
}

bool AmdDecision::is_weak(float power) const {
    return has_words() && power < room_behind * voice_;
}

std::optional<Verdict> AmdDecision::hear_silence(const Heard& silence) {
    silence_ += slice_time;
    gap_ += slice_time;
    counter_.rest(silence.strength);
    if (gap_ >= settings_.between_words_silence) {
        in_word_ = false;
        burst_ = {};
    }
    if (silence_ >= std::chrono::milliseconds{breath_ms}) end_phrase();
    if (!has_words()) {
        initial_silence_ = clock_;
        if (silence_ >= settings_.initial_silence)
            return decide(Answerer::human, AmdCause::initial_silence);
        return std::nullopt;
    }
    if (silence_ >= patience(said()) * settings_.after_greeting_silence)
        return decide(Answerer::human, AmdCause::greeting_then_silence);
    return std::nullopt;
}

void AmdDecision::leave_the_room(float power) {
    const auto weak = [&](const Phrase& phrase) {
        return phrase.slices >= room_slices &&
               phrase.power < room * power * static_cast<float>(phrase.slices);
    };
    if (!weak(phrase_)) return;
    phrase_ = {};
    counter_ = {};
    voice_ = 0;
    burst_ = {};
    in_word_ = false;
}

void AmdDecision::hear_tone() {
    burst_ = {};
    gap_ = {};
    in_word_ = false;
    if (!has_words()) silence_ = {}; // it rings still: nobody is there to be silent
}

void AmdDecision::end_phrase() {
    greeting_ += phrase_.length;
    words_ += phrase_.words;
    syllables_ += phrase_.syllables;
    phrase_ = {};
}

Evidence AmdDecision::said() const {
    return {greeting_ + phrase_.length, words_ + phrase_.words, syllables_ + phrase_.syllables};
}

Verdict AmdDecision::key() const {
    return decide(Answerer::human, AmdCause::key);
}

Verdict AmdDecision::decide(Answerer answerer, AmdCause cause) const {
    return {.answerer = answerer,
            .cause = cause,
            .delay = std::min(clock_, settings_.total_analysis),
            .greeting = greeting_ + phrase_.length,
            .words = words_ + phrase_.words,
            .initial_silence = initial_silence_,
            .last_silence = silence_,
            .beep = beep_};
}

} // namespace hatif::detection
