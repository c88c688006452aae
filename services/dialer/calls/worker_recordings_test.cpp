#include "dialer/calls/worker_bench.hpp"

#include <fstream>
#include <thread>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;
using test::Bench;

namespace {

constexpr const char* recording_graph =
    R"({"startNodeId":"dial","nodes":[
        {"id":"dial","type":"dial","config":{},"outputs":{"onAnswer":"say"}},
        {"id":"say","type":"record","config":{"beep":false}}]})";

/// A call of which the whole and a part are recorded, and which the callee has ended. The store
/// takes neither: what became of them the test tells.
struct Recording : Bench {
    Recording() {
        std::ofstream{folder.path() / "objects" / "recordings"}; // in the way of the folder
        tell(told::SettingsChanged{1, true, Settings{{trunk}, 15s, 250ms}});
        scheduler.until([&] { return scheduler.granted == 2; });
        tell(told::Leased{{recorded()}});
        auto content = std::make_shared<Content>();
        content->graph = flow::read_graph(recording_graph).value();
        tell(told::Fetched{lease().flow, SharedContent{content}});
        scheduler.until([&] { return !scheduler.asked.empty(); });
        answer_start(true);
        const auto invite = peer.expect("INVITE");
        peer.answer(invite, {.code = 200, .body = telephony::test::callee_sdp()});
        peer.expect("ACK");
        peer.ask(invite, {.method = "BYE"});
        peer.expect("SIP/2.0 200");
        await_end_of_media();
    }

    Lease recorded() const {
        auto it = lease();
        it.record_call = true;
        return it;
    }

    /// The line's end is told once a line that was opened later has gone.
    void await_end_of_media() {
        const auto later = media->open();
        REQUIRE(later);
        media->close(later->id);
        while (media->open_lines() > 0) std::this_thread::yield();
        sip.run([] {});
    }

    bool hear_what_became_of(std::uint32_t index) {
        return worker->hear(attempt,
                            recording::Failed{.id = recording_id(attempt, index),
                                              .code = "too_slow",
                                              .about = about_of(recorded(), {.index = index}, {})});
    }
};

} // namespace

TEST_CASE("a call waits until each of its recordings is told", "[dialer][worker][recordings]") {
    Recording bench;
    bench.sip.run([&] {
        CHECK(bench.hear_what_became_of(0));
        CHECK(bench.hear_what_became_of(1));
        CHECK_FALSE(bench.hear_what_became_of(1)); // it has told its last
    });
}

TEST_CASE("when the worker goes away its calls wait for no recording",
          "[dialer][worker][recordings]") {
    Recording bench;
    bench.sip.run([&] {
        bench.worker->end_calls();
        CHECK_FALSE(bench.hear_what_became_of(0));
    });
}
