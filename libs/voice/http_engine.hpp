#pragma once

#include "voice/voice.hpp"
#include "web/client.hpp"

#include <chrono>
#include <string>

namespace hatif::voice {

/// Where the server is, and as whom we come.
struct HttpSetting {
    std::string url;       ///< http or https, asked by POST
    std::string version{}; ///< raised by whoever changes what it says: part of the name
    std::string token{};   ///< sent as `Authorization: Bearer …`; may be ""
    std::string ca_file{}; ///< PEM, believed besides the machine's; may be ""
    std::chrono::milliseconds patience{20'000};
};

/// Speaks by a server:
///
///     POST <url>  {"text": "Bonjour", "language": "fr", "voice": ""}  →  200 and an audio file
///
/// 404: it has no such voice. 413 or 422: it does not take the text. Everything else is
/// `voice_unavailable`. It is the operator's own server, so it may stand in a private network.
class HttpEngine final : public Engine {
public:
    /// Throws std::runtime_error when the CA's file is not there.
    explicit HttpEngine(HttpSetting setting);

    base::Result<std::string> speak(const Utterance& utterance) override;
    std::string name() override;

private:
    const HttpSetting setting_;
    web::Client client_;
};

} // namespace hatif::voice
