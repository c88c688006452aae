#include "http/server.hpp"
#include "voice/http_engine.hpp"

#include <catch2/catch.hpp>

#include <mutex>
#include <string>

using namespace hatif;
using namespace std::chrono_literals;
using speech::Language;

namespace {

/// A voice engine behind HTTP, that answers as it is told and keeps what it was asked.
class Server {
public:
    explicit Server(unsigned status, std::string body = {})
        : status_{status}, body_{std::move(body)} {}

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/v"; }
    http::Request asked() const {
        const std::lock_guard lock{mutex_};
        return asked_;
    }

private:
    void answer(const http::Request& request, const http::Responder& respond) {
        const std::lock_guard lock{mutex_};
        asked_ = request;
        http::Response response{.status = status_};
        response.body = body_;
        respond(std::move(response));
    }

    const unsigned status_;
    const std::string body_;
    mutable std::mutex mutex_;
    http::Request asked_;
    http::Server server_{http::ServerOptions{.listen = "127.0.0.1:0"},
                         [this](const http::Request& request, const http::Responder& respond) {
                             answer(request, respond);
                         }}; // last: it uses all of the above
};

std::string refusal_of(const voice::HttpSetting& setting, const std::string& voice_name = {}) {
    voice::HttpEngine engine{setting};
    const auto file = engine.speak({"secret words", Language::fr, voice_name});
    if (file) return "";
    CHECK(file.error().what.find("secret") == std::string::npos);
    return file.error().reason;
}

} // namespace

TEST_CASE("the text is posted as JSON, and the answer is the sound", "[integration][voice]") {
    const Server server{200, "some sound"};
    voice::HttpEngine engine{{.url = server.url(), .token = "t0ken"}};
    CHECK(engine.speak({"dit \"oui\"\n\u0639", Language::ar, "Nova_2"}).value() == "some sound");
    const auto asked = server.asked();
    CHECK(asked.method == "POST");
    CHECK(asked.path == "/v");
    CHECK(asked.body ==
          "{\"text\":\"dit \\\"oui\\\"\\n\u0639\",\"language\":\"ar\",\"voice\":\"Nova_2\"}");
    CHECK(asked.headers.find("authorization") == "Bearer t0ken");
    CHECK(asked.headers.find("content-type") == "application/json");
}

TEST_CASE("what a server refuses has a name", "[integration][voice]") {
    const auto named = [](unsigned status, const std::string& body = "no") {
        const Server server{status, body};
        return refusal_of({.url = server.url()}, "nobody");
    };
    CHECK(named(404) == "voice_unknown");
    CHECK(named(413) == "text_invalid");
    CHECK(named(422) == "text_invalid");
    CHECK(named(500) == "voice_unavailable");
    CHECK(named(302) == "voice_unavailable");
    CHECK(named(200, "") == "voice_unavailable");
    CHECK(named(200, std::string((32UL << 20) + 1, 'x')) == "too_much_to_say");
}

TEST_CASE("a server that is not there, or too slow, is unavailable", "[integration][voice]") {
    std::string url;
    {
        const Server gone{200};
        url = gone.url();
    }
    CHECK(refusal_of({.url = url}) == "voice_unavailable");

    std::vector<http::Responder> waiting;
    const http::Server slow{
        http::ServerOptions{.listen = "127.0.0.1:0"},
        [&](const http::Request&, const http::Responder& respond) { waiting.push_back(respond); }};
    CHECK(refusal_of({.url = "http://127.0.0.1:" + std::to_string(slow.port()),
                      .patience = 100ms}) == "voice_unavailable");
}

TEST_CASE("a text that no engine may be asked for leaves for no server", "[integration][voice]") {
    const Server server{200, "some sound"};
    CHECK(refusal_of({.url = server.url()}, "../etc") == "voice_unknown");
    CHECK(server.asked().method.empty());
}
