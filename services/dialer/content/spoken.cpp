#include "dialer/content/spoken.hpp"

namespace hatif::dialer {

namespace {

constexpr std::size_t most_ahead = 8; // in one question, so that nobody waits long behind it

std::size_t bytes_of(const Utterance& what, const media::SharedPrompt& prompt) {
    return what.text.size() + prompt->a_law.size() + prompt->mu_law.size();
}

} // namespace

media::SharedPrompt Spoken::find(const Utterance& what) {
    const auto it = places_.find(what);
    if (it == places_.end()) return nullptr;
    shelf_.splice(shelf_.begin(), shelf_, it->second);
    return it->second->prompt;
}

void Spoken::want(const std::string& organization,
                  const Utterance& what,
                  SteadyTime until,
                  Hear hear) {
    auto& waiting = waiting_[what];
    const bool asked = !waiting.empty();
    waiting.push_back(std::move(hear));
    // What was asked for ahead alone is asked for again: somebody waits now.
    if (!asked) scheduler_.speak({organization, {what}, false, until});
}

void Spoken::want_ahead(const std::string& organization, const std::vector<Utterance>& all) {
    Speech speech{organization, {}, true};
    const auto send = [&] {
        if (speech.utterances.empty()) return;
        scheduler_.speak(speech);
        speech.utterances.clear();
    };
    for (const auto& what : all) {
        if (places_.contains(what) || waiting_.contains(what)) continue;
        speech.utterances.push_back(what);
        if (speech.utterances.size() == most_ahead) send();
    }
    send();
}

void Spoken::take(const told::Spoke& it) {
    for (std::size_t i = 0; i < it.speech.utterances.size(); ++i) {
        const auto& what = it.speech.utterances[i];
        const auto& result = it.results[i];
        if (result) keep(what, *result);
        // Whoever waits goes on waiting for an answer of its own.
        if (!result && it.speech.ahead) continue;
        const auto waiting = waiting_.extract(what);
        if (waiting.empty()) continue;
        for (const auto& hear : waiting.mapped()) hear(what, result);
    }
}

void Spoken::keep(const Utterance& what, const media::SharedPrompt& prompt) {
    if (places_.contains(what)) return;
    shelf_.push_front({what, prompt});
    places_.emplace(what, shelf_.begin());
    bytes_ += bytes_of(what, prompt);
    while (bytes_ > most_bytes_ && shelf_.size() > 1) {
        bytes_ -= bytes_of(shelf_.back().what, shelf_.back().prompt);
        places_.erase(shelf_.back().what);
        shelf_.pop_back();
    }
}

} // namespace hatif::dialer
