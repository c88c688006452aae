#include "dialer/calls/call_session.hpp"
#include "dialer/calls/play_id.hpp"

namespace hatif::dialer {

void CallSession::play(const call::Play& what) {
    forget_unspoken();
    Unspoken it{what.play};
    for (const auto& piece : what.pieces) {
        if (const auto* text = std::get_if<flow::SpokenText>(&piece)) {
            auto utterance = utterance_of(*text);
            it.prompts.push_back(desk_.spoken().find(utterance));
            if (!it.prompts.back()) it.gaps.emplace_back(it.prompts.size() - 1, utterance);
            continue;
        }
        auto recording = recording_of(*content_, piece);
        if (!recording) return feed(call::PromptFailed{what.play, recording.error()});
        it.prompts.push_back(std::move(*recording));
    }
    if (it.gaps.empty()) {
        return lines_.media.play(line_.id, std::move(it.prompts), play_id(what.play));
    }
    wait_for_words(std::move(it));
}

void CallSession::wait_for_words(Unspoken it) {
    const auto play = it.play;
    const auto when = std::chrono::steady_clock::now() + desk_.spoken().patience();
    it.patience = lines_.sip.at(when, [self = std::weak_ptr{self_}, play] {
        if (const auto session = self.lock()) {
            (*session)->not_spoken(play, {"voice_unavailable", "it was not spoken in time"});
        }
    });
    std::set<Utterance> missing;
    for (const auto& [place, what] : it.gaps) missing.insert(what);
    unspoken_ = std::move(it);
    for (const auto& what : missing) {
        desk_.spoken().want(lease_.organization, what, when,
                            [self = std::weak_ptr{self_}, play](const Utterance& text,
                                                                const Spoken::Result& result) {
                                if (const auto session = self.lock()) {
                                    (*session)->words_came(play, text, result);
                                }
                            });
    }
}

/// A play that was stopped meanwhile, or another one's, plays nothing.
void CallSession::words_came(const call::Ticket& play,
                             const Utterance& text,
                             const Spoken::Result& result) {
    if (!unspoken_ || unspoken_->play != play) return;
    if (!result) return not_spoken(play, result.error());
    std::erase_if(unspoken_->gaps, [&](const auto& gap) {
        if (gap.second == text) unspoken_->prompts[gap.first] = *result;
        return gap.second == text;
    });
    if (!unspoken_->gaps.empty()) return;
    auto prompts = std::move(unspoken_->prompts);
    forget_unspoken();
    lines_.media.play(line_.id, std::move(prompts), play_id(play));
}

void CallSession::not_spoken(const call::Ticket& play, const flow::Fault& why) {
    if (!unspoken_ || unspoken_->play != play) return;
    forget_unspoken();
    feed(call::PromptFailed{play, why});
}

void CallSession::forget_unspoken() {
    if (unspoken_ && unspoken_->patience) lines_.sip.cancel(*unspoken_->patience);
    unspoken_.reset();
}

void CallSession::stop_playing() {
    if (unspoken_) return forget_unspoken();
    lines_.media.stop(line_.id);
}

} // namespace hatif::dialer
