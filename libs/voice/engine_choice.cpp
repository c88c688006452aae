#include "voice/engine_choice.hpp"

#include "voice/espeak_engine.hpp"

#include <stdexcept>
#include <utility>

namespace hatif::voice {

namespace {

bool is_http(const std::string& url) {
    return url.starts_with("http://") || url.starts_with("https://");
}

} // namespace

EngineSetting read_engine_setting(config::Environment& environment) {
    EngineSetting setting{.program = environment.text("HATIF_VOICE_PROGRAM", "/usr/bin/espeak-ng")};
    auto url = environment.text("HATIF_VOICE_URL", "");
    if (url.empty()) return setting;
    setting.http = HttpSetting{.url = std::move(url),
                               .version = environment.text("HATIF_VOICE_VERSION", ""),
                               .token = environment.text("HATIF_VOICE_TOKEN", ""),
                               .ca_file = environment.text("HATIF_VOICE_CA", "")};
    return setting;
}

std::unique_ptr<Engine> make_engine(const EngineSetting& setting) {
    if (!setting.http) return std::make_unique<EspeakEngine>(setting.program);
    if (!is_http(setting.http->url)) {
        throw std::runtime_error{"HATIF_VOICE_URL must begin with http:// or https://"};
    }
    return std::make_unique<HttpEngine>(*setting.http);
}

} // namespace hatif::voice
