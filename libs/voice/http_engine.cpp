#include "voice/http_engine.hpp"

#include "base/text.hpp"
#include "voice/wav_lengths.hpp"

#include <utility>

namespace hatif::voice {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t most_answer = 32UL << 20; // 10 minutes of PCM at 22 kHz, and more

std::string body_of(const Utterance& utterance) {
    std::string json = "{\"text\":";
    base::append_json_string(json, utterance.text);
    json += ",\"language\":";
    base::append_json_string(json, speech::to_string(utterance.language));
    json += ",\"voice\":";
    base::append_json_string(json, utterance.voice);
    return json + '}';
}

Result<std::string> sound_in(web::Response response, const std::string& voice) {
    switch (response.status) {
    case 200:
        break;
    case 404:
        return voice_unknown(voice);
    case 413:
    case 422:
        return fail(Errc::invalid, "the voice engine does not take the text", "text_invalid");
    default:
        return voice_unavailable("the voice engine answered " + std::to_string(response.status));
    }
    if (response.body.empty()) return voice_unavailable("the voice engine said nothing");
    return with_true_lengths(std::move(response.body));
}

} // namespace

HttpEngine::HttpEngine(HttpSetting setting)
    : setting_{std::move(setting)}, client_{{.private_networks = true}, {setting_.ca_file}} {}

Result<std::string> HttpEngine::speak(const Utterance& utterance) {
    if (auto good = check(utterance); !good) return fail(good.error());
    web::Request request{.method = "POST",
                         .url = setting_.url,
                         .headers = {{"Content-Type", "application/json"}},
                         .body = body_of(utterance),
                         .timeout = setting_.patience,
                         .most_answer = most_answer};
    if (!setting_.token.empty()) {
        request.headers.push_back({"Authorization", "Bearer " + setting_.token});
    }
    auto response = client_.send(request);
    if (!response) {
        if (response.error().reason == "answer_too_large") {
            return fail(Errc::invalid, "the voice engine's answer is too long", "too_much_to_say");
        }
        return voice_unavailable(response.error().what);
    }
    return sound_in(*std::move(response), utterance.voice);
}

std::string HttpEngine::name() {
    return "http " + setting_.url + ' ' + setting_.version;
}

} // namespace hatif::voice
