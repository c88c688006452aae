#include "program_scheduler/content/speaker_wire.hpp"

#include "observability/log.hpp"

#include <utility>
#include <vector>

namespace hatif::program_scheduler {

namespace v1 = program::v1;
using base::Errc;
using base::fail;
using base::Result;

namespace {

std::string words_of(const base::Error& error) {
    const auto& reason = error.reason;
    // Our own troubles (the database, the store) have no such names, and are no one else's matter.
    const bool named = !reason.empty() && reason.front() >= 'a' && reason.front() <= 'z';
    if (!named) observability::log_warning("a text was not spoken", {{"why", error.what}});
    return named ? reason + ": " + error.what : "voice_unavailable: it cannot be kept";
}

} // namespace

Result<v1::SpeakResponse> answer_speak(Speaker& speaker, const v1::SpeakRequest& request) {
    if (request.utterances_size() > most_utterances) {
        return fail({Errc::invalid,
                     "too many texts at once",
                     "VALIDATION",
                     {{"utterances", "must be at most " + std::to_string(most_utterances)}}});
    }
    v1::SpeakResponse answer;
    std::vector<voice::Utterance> utterances;
    std::vector<int> places;
    for (const auto& it : request.utterances()) {
        auto& item = *answer.add_items();
        const auto language = speech::language_named(it.language());
        if (!language) {
            item.set_error("language_unknown: a text is spoken in ar, fr or en");
            continue;
        }
        places.push_back(answer.items_size() - 1);
        utterances.push_back({it.text(), *language, it.voice()});
    }
    const auto sounds = speaker.speak(utterances);
    for (std::size_t i = 0; i < sounds.size(); ++i) {
        auto& item = *answer.mutable_items(places[i]);
        if (sounds[i]) {
            item.mutable_audio()->set_alaw_hash(sounds[i]->a_law.value());
            item.mutable_audio()->set_ulaw_hash(sounds[i]->mu_law.value());
        } else {
            item.set_error(words_of(sounds[i].error()));
        }
    }
    return answer;
}

} // namespace hatif::program_scheduler
