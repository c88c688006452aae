#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/content/service_fixture.hpp"
#include "program_scheduler/content/speaker_wire.hpp"
#include "program_scheduler/content/voice_fixture.hpp"
#include "program_scheduler/testing/test_clock.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace hatif::program_scheduler::testing;
using speech::Language;
namespace v1 = hatif::program::v1;

namespace {

const voice::Utterance hello{"bonjour", Language::fr};

struct Studio : ServiceFixture {
    Studio() {
        const auto emptied =
            pool().transact([](pg::Transaction& transaction) -> base::Result<void> {
                const auto done = transaction.exec("TRUNCATE spoken");
                return done ? base::Result<void>{} : base::fail(done.error());
            });
        REQUIRE(emptied);
    }

    Speaker speaker() { return Speaker{{pool(), objects(), decoder, engine, clock}}; }

    std::string reason(const voice::Utterance& utterance) {
        auto one = speaker();
        const auto sounds = one.speak({utterance});
        return sounds[0] ? "" : sounds[0].error().reason;
    }

    /// As a worker fetches it.
    std::string bytes_of(const objects::ContentHash& hash) {
        std::string all;
        const auto sent = send_content(objects(), hash.value(), [&](std::string piece) {
            all += piece;
            return true;
        });
        return sent ? all : sent.error().reason;
    }

    const transcode::Decoder decoder{HATIF_AUDIO_DECODER};
    FakeEngine engine;
    TestClock clock;
};

} // namespace

TEST_CASE_METHOD(Studio,
                 "a text is spoken once, and found again by whoever asks",
                 "[integration][speech]") {
    auto one = speaker();
    auto another = speaker(); // of another replica
    const auto first = one.speak({hello, hello});
    REQUIRE(first[0]);
    CHECK(*first[1] == *first[0]);
    CHECK(*another.speak({hello})[0] == *first[0]);
    CHECK(engine.asked == 1);
    CHECK(objects::hash_of(bytes_of(first[0]->a_law)) == first[0]->a_law);
    CHECK(objects::hash_of(bytes_of(first[0]->mu_law)) == first[0]->mu_law);
    CHECK(bytes_of(first[0]->a_law).size() > 4'000);
}

TEST_CASE_METHOD(Studio,
                 "another text, language, voice or engine is another sound",
                 "[integration][speech]") {
    auto one = speaker();
    one.speak({hello,
               {"bonsoir", Language::fr},
               {"bonjour", Language::en},
               {"bonjour", Language::fr, "f3"}});
    CHECK(engine.asked == 4);
    engine.called = "another engine";
    one.speak({hello});
    CHECK(engine.asked == 5);
}

TEST_CASE_METHOD(Studio,
                 "many who want a text at once have it spoken once",
                 "[integration][speech]") {
    auto one = speaker();
    engine.hold();
    std::vector<std::thread> threads;
    std::atomic<int> heard{0};
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            if (one.speak({hello})[0]) ++heard;
        });
    }
    engine.await_asked();
    engine.release();
    for (auto& thread : threads) thread.join();
    CHECK(heard == 3);
    CHECK(engine.asked == 1);
}

TEST_CASE_METHOD(Studio,
                 "what cannot be spoken has its own error, and the others are spoken",
                 "[integration][speech]") {
    auto one = speaker();
    const auto sounds = one.speak({{"", Language::fr}, hello, {"x", Language::fr, "../x"}});
    CHECK(sounds[0].error().reason == "text_invalid");
    CHECK(sounds[1]);
    CHECK(sounds[2].error().reason == "voice_unknown");
    CHECK(engine.asked == 1);
    CHECK(reason({std::string(2'001, 'x'), Language::fr}) == "text_too_long");
}

TEST_CASE_METHOD(Studio,
                 "an engine that fails or talks nonsense is unavailable, and asked again",
                 "[integration][speech]") {
    engine.says = "this is no sound";
    CHECK(reason(hello) == "voice_unavailable");
    engine.says.clear();
    CHECK(reason(hello) == "voice_unavailable");
    engine.says = FakeEngine::tone();
    CHECK(reason(hello).empty());
}

TEST_CASE_METHOD(Studio,
                 "a text that nobody used for a month is forgotten with its bytes",
                 "[integration][speech]") {
    auto one = speaker();
    const auto first = one.speak({hello});
    REQUIRE(first[0]);
    clock.advance(std::chrono::hours{24 * 29});
    REQUIRE(one.speak({hello})[0]); // used
    clock.advance(std::chrono::hours{24 * 29});
    REQUIRE(one.forget());
    CHECK(one.speak({hello})[0]);
    CHECK(engine.asked == 1);
    clock.advance(std::chrono::hours{24 * 31});
    REQUIRE(one.forget());
    CHECK(bytes_of(first[0]->a_law) == "AUDIO_NOT_FOUND");
    CHECK(bytes_of(first[0]->mu_law) == "AUDIO_NOT_FOUND");
    CHECK(one.speak({hello})[0]);
    CHECK(engine.asked == 2);
}

TEST_CASE_METHOD(Studio, "bytes that another text has are kept", "[integration][speech]") {
    auto one = speaker();
    const auto first = one.speak({hello});
    clock.advance(std::chrono::hours{24 * 31});
    REQUIRE(*one.speak({{"salut", Language::fr}})[0] == *first[0]); // the same tone
    REQUIRE(one.forget());
    CHECK(bytes_of(first[0]->a_law).size() > 4'000);
    one.speak({hello});
    CHECK(engine.asked == 3);
}

TEST_CASE_METHOD(Studio,
                 "over the wire each text has an answer in its place",
                 "[integration][speech]") {
    auto one = speaker();
    v1::SpeakRequest request;
    const auto add = [&](const std::string& text, const std::string& language) {
        auto& it = *request.add_utterances();
        it.set_text(text);
        it.set_language(language);
    };
    add("bonjour", "fr");
    add("guten Tag", "de");
    add(" ", "en");
    add("bonsoir", "fr");
    const auto answer = answer_speak(one, request);
    REQUIRE(answer);
    REQUIRE(answer->items_size() == 4);
    CHECK(answer->items(0).audio().alaw_hash().size() == 64);
    CHECK(answer->items(1).error().starts_with("language_unknown: "));
    CHECK(answer->items(2).error().starts_with("text_invalid: "));
    CHECK(answer->items(3).has_audio());
    for (int i = 0; i < 29; ++i) add("bonjour", "fr");
    CHECK(answer_speak(one, request).error().reason == "VALIDATION");
}
