#include "program_scheduler/content/content_fixture.hpp"
#include "program_scheduler/content/studio.hpp"
#include "program_scheduler/content/voice_fixture.hpp"
#include "program_scheduler/testing/test_clock.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace hatif::program_scheduler::testing;

TEST_CASE_METHOD(Content,
                 "without espeak-ng a text is refused by the missing program's name, and all else "
                 "works",
                 "[integration][speech]") {
    const transcode::Decoder decoder{HATIF_AUDIO_DECODER};
    const Recorder recorder{decoder, objects(), std::filesystem::temp_directory_path()};
    const TestClock clock;
    Studio studio{
        {.program = "/nonexistent/espeak-ng"}, pool(), objects(), decoder, recorder, clock};

    const auto said = studio.speaker().speak({{"Bonjour", speech::Language::fr}});
    REQUIRE(said.size() == 1);
    REQUIRE_FALSE(said.front());
    CHECK(said.front().error().reason == "voice_unavailable");
    CHECK(said.front().error().what ==
          "/nonexistent/espeak-ng cannot be started: No such file or directory");

    // The built-in dictionaries are there to be named, and have no words yet.
    v1::ListDictionariesResponse list;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (list.data_size() < 3 && std::chrono::steady_clock::now() < deadline) {
        list.Clear();
        REQUIRE(dictionaries->ListDictionaries(as(Role::agent, ours).get(), {}, &list).ok());
        std::this_thread::yield();
    }
    REQUIRE(list.data_size() == 3);
    for (const auto& it : list.data()) CHECK(it.entry_count() == 0);

    CHECK(download(uploaded().id()).bytes == wav);
    const auto own = dictionary("Ours", "fr");
    CHECK(put(own.id(), "1").key() == "1");
    CHECK(created("Greeting", graph_playing(uploaded().id())).validation().valid());
}
