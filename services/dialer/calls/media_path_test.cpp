#include "dialer/calls/media_path.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::dialer;

namespace {

/// A SIP thread that has no room the first times.
struct Overrun {
    int full;
    std::vector<media::Event> heard{};
    observability::Metrics metrics{};
    MediaPath path{[this](const telephony::Task& task) {
                       if (full-- > 0) return false;
                       task();
                       return true;
                   },
                   [this](media::LineId, const media::Event& event) { heard.push_back(event); },
                   metrics};
};

const media::LineId line{1};
using Events = std::vector<media::Event>;

} // namespace

TEST_CASE("the end of a line or of a prompt waits until the SIP thread has room",
          "[dialer][media]") {
    Overrun sip{3};
    sip.path.pass(line, media::LineClosed{});
    CHECK(sip.heard == Events{media::LineClosed{}});
    sip.full = 3;
    sip.path.pass(line, media::PromptOver{media::PlayId{7}});
    CHECK(sip.heard == Events{media::LineClosed{}, media::PromptOver{media::PlayId{7}}});
}

TEST_CASE("a key that the SIP thread has no room for is dropped and counted", "[dialer][media]") {
    Overrun sip{1};
    sip.path.pass(line, media::KeyPressed{'1'});
    CHECK(sip.heard.empty());
    CHECK(sip.metrics.text().find("hatif_dialer_keys_dropped_total 1") != std::string::npos);
    sip.path.pass(line, media::KeyPressed{'2'});
    CHECK(sip.heard == Events{media::KeyPressed{'2'}});
}
