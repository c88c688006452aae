#include "call/event_json.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace hatif;
using namespace hatif::call;
using namespace std::chrono_literals;

namespace {

const detection::Verdict verdict{detection::Answerer::machine,
                                 detection::AmdCause::many_words,
                                 1'800ms,
                                 1'500ms,
                                 8,
                                 300ms,
                                 0ms,
                                 true};

const std::vector<Event> every_kind{
    Begun{},
    Begun{{{"a", flow::Variable{1.5}},
           {"b", flow::Variable{std::string{"\"x\""}}},
           {"c", flow::Variable{true}},
           {"d", flow::Variable{}}},
          true},
    Ringing{183},
    Answered{},
    Refused{Outcome::busy, "sip_486_busy_here", 486, 17},
    Refused{Outcome::no_answer, "ring \"timeout\"", 0},
    PromptOver{{3, 1}},
    PromptFailed{{3, 1}, {"audio_not_found", "it is not there"}},
    KeyPressed{'#'},
    TimerFired{whole_call},
    AmdDecided{verdict},
    BeepAwaited{true, 2'100ms},
    RecordingOver{{2, 0}, "id", "silence", true, 4'200ms},
    RequestOver{{2, 0}, 200, {1.0 / 3, std::string{"\"x\""}, true, flow::Null{}}},
    RequestOver{{2, 0}, 0, {}, Fault{"request_timeout", "nothing came"}},
    RecordingOver{{2, 0}, "id", "failed", false, 0ms, Fault{"disk_full", "no room"}},
    TransferOver{true, 200},
    HungUp{"\"Normal\"", 16},
    HungUp{},
    LineLost{"no_rtp"},
    CancelRequested{},
    LeaseLost{},
    DrainEnded{},
};

} // namespace

TEST_CASE("every event is had again from what was told of it", "[call][event]") {
    for (const auto& event : every_kind) {
        INFO(kind_of(event) << ' ' << data_of(event));
        CHECK((event_of(kind_of(event), data_of(event)).value() == event));
    }
}

TEST_CASE("members that came to the data later change nothing", "[call][event]") {
    CHECK((event_of("timer_fired", R"({"visit":3,"round":0,"output":"1","again":true})").value() ==
           Event{TimerFired{{3, 0}}}));
}

TEST_CASE("what tells of no event is refused, with its kind", "[call][event]") {
    for (const auto* data : {"", "[]", "{}", R"({"visit":"x","round":0})", R"({"visit":1)"}) {
        const auto refused = event_of("prompt_over", data);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().what.find("prompt_over") != std::string::npos);
    }
    CHECK_FALSE(event_of("key_pressed", R"({"output":"1"})"));
    CHECK_FALSE(event_of("key_pressed", R"({"digit":"12"})"));
    CHECK_FALSE(event_of("refused", R"({"outcome":"odd","reason":"","sipCode":0,"q850":null})"));
    CHECK_FALSE(event_of("danced", "{}"));
}

TEST_CASE("of a hidden value only its kind is told, and one of that kind is read",
          "[call][event]") {
    const RequestOver answer{{2, 0}, 200, {std::string{"4711"}, std::string{"x"}, true, {}, 5.0}};
    const auto data = data_of(answer, {true, true, true, true, false});
    CHECK(data == R"({"visit":2,"round":0,"status":200,"values":[{"secret":"number"},)"
                  R"({"secret":"text"},{"secret":"boolean"},null,5]})");
    const auto plain = std::get<RequestOver>(event_of("request_over", data).value());
    CHECK(plain.values == std::vector<flow::Value>{1.0, std::string{flow::masked}, true, {}, 5.0});
    const StandIns others{std::string{"+212600000000"}, "https://example.org/"};
    const auto other = std::get<RequestOver>(event_of("request_over", data, others).value());
    CHECK(other.values ==
          std::vector<flow::Value>{
              std::string{"+212600000000"}, std::string{"https://example.org/"}, true, {}, 5.0});
    CHECK_FALSE(event_of("request_over", R"({"visit":2,"round":0,"status":200,"values":[{}]})"));
}

TEST_CASE("values of more than 64 KiB together are taken as a fault", "[call][event]") {
    const RequestOver fits{{1, 0}, 200, {std::string(65'000, 'x'), std::string(536, 'x')}};
    CHECK(bounded(fits) == fits);
    const RequestOver large{{1, 0}, 200, {std::string(65'000, 'x'), std::string(537, 'x')}};
    CHECK(bounded(large).values.empty());
    CHECK(bounded(large).fault->code == "answer_too_large");
    CHECK(bounded(large).status == 200);
}
