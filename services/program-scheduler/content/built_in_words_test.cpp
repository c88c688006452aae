#include "flow/play_item.hpp"
#include "program_scheduler/content/built_in_words.hpp"
#include "program_scheduler/content/content_fixture.hpp"
#include "program_scheduler/content/dictionary_content.hpp"
#include "program_scheduler/content/voice_fixture.hpp"
#include "program_scheduler/testing/test_clock.hpp"
#include "speech/plain_text.hpp"
#include "voice/espeak_engine.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <hatif/program/v1/lease_service.pb.h>
#include <sys/resource.h>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace hatif::program_scheduler::testing;
using speech::Language;

namespace {

const std::string french = flow::built_in(Language::fr).value();

struct Platform : Content {
    BuiltInWords words(voice::Engine& with) {
        return BuiltInWords{{pool(), recorder, with, clock}};
    }

    void install_all(voice::Engine& with) {
        auto all = words(with);
        while (true) {
            const auto more = all.install(100);
            REQUIRE(more);
            if (!*more) return;
        }
    }

    program::v1::DictionaryContent content(const std::string& id) {
        program::v1::DictionaryContent answer;
        const auto read = pool().transact([&](pg::Transaction& transaction) {
            return answer_dictionary(transaction, id, answer);
        });
        REQUIRE(read);
        return answer;
    }

    v1::ListDictionariesResponse dictionaries(const base::OrganizationId& by) {
        v1::ListDictionariesResponse answer;
        REQUIRE(client()->ListDictionaries(as(Role::agent, by).get(), {}, &answer).ok());
        return answer;
    }

    std::unique_ptr<v1::DictionaryService::Stub> client() {
        return v1::DictionaryService::NewStub(channel());
    }

    const transcode::Decoder decoder{HATIF_AUDIO_DECODER};
    const Recorder recorder{decoder, objects(), std::filesystem::temp_directory_path()};
    FakeEngine engine;
    TestClock clock;
};

} // namespace

TEST_CASE_METHOD(Platform,
                 "every key of a language is spoken, a few at a time",
                 "[integration][speech]") {
    auto all = words(engine);
    REQUIRE(all.install(3).value());
    CHECK(engine.asked == 3);
    CHECK(content(flow::built_in(Language::ar).value()).entries_size() == 3);

    install_all(engine); // another replica goes on where it was broken off
    int keys = 0;
    for (const auto language : speech::languages) {
        const auto wanted = speech::every_key(language);
        keys += static_cast<int>(wanted.size());
        const auto there = content(flow::built_in(language).value());
        CHECK(there.language() == speech::to_string(language));
        CHECK(static_cast<std::size_t>(there.entries_size()) == wanted.size());
        for (const auto& key : wanted) CHECK(there.entries().contains(key));
    }
    CHECK(engine.asked == keys);

    const auto revision = content(french).revision();
    CHECK_FALSE(words(engine).install().value());
    CHECK(engine.asked == keys);
    CHECK(content(french).revision() == revision);
}

TEST_CASE_METHOD(Platform,
                 "another engine speaks every key anew, and the revision rises",
                 "[integration][speech]") {
    install_all(engine);
    const auto before = content(french).revision();
    const int asked = engine.asked;
    engine.called = "a better engine";
    install_all(engine);
    CHECK(engine.asked == 2 * asked);
    CHECK(content(french).revision() > before);
}

TEST_CASE_METHOD(Platform,
                 "an engine that is away leaves what is there, and is asked again later",
                 "[integration][speech]") {
    auto all = words(engine);
    REQUIRE(all.install(5));
    engine.says.clear();
    CHECK_FALSE(all.install().value());
    CHECK(content(flow::built_in(Language::ar).value()).entries_size() == 5);
    engine.called.clear(); // not even its name is known
    const auto nameless = all.install();
    CHECK(nameless.error().reason == "voice_unavailable");
    CHECK(nameless.error().what == "there is no voice engine: install espeak-ng, or name one with "
                                   "HATIF_VOICE_PROGRAM or HATIF_VOICE_URL");
    engine.called = "an engine";
    engine.says = FakeEngine::tone();
    install_all(engine);
    CHECK(static_cast<std::size_t>(content(french).entries_size()) ==
          speech::every_key(Language::fr).size());
}

TEST_CASE_METHOD(Platform,
                 "a restart in the middle of a batch leaves whole batches, and the next goes on",
                 "[integration][speech]") {
    REQUIRE(words(engine).install(3));
    const std::string arabic = flow::built_in(Language::ar).value();
    const auto revision = content(arabic).revision();
    // What PostgreSQL sees of a process that dies with two words of five kept.
    int said = 0;
    engine.can_say = [&](const std::string&) {
        if (++said == 3) {
            REQUIRE(pool().transact([](pg::Transaction& transaction) {
                return transaction.exec(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                    "current_database() AND state LIKE 'idle in transaction%'");
            }));
        }
        return true;
    };
    CHECK_FALSE(words(engine).install(5));
    CHECK(content(arabic).entries_size() == 3);
    CHECK(content(arabic).revision() == revision);

    engine.can_say = nullptr;
    engine.asked = 0;
    install_all(engine);
    std::size_t keys = 0;
    for (const auto language : speech::languages) {
        const auto wanted = speech::every_key(language).size();
        CHECK(static_cast<std::size_t>(content(flow::built_in(language).value()).entries_size()) ==
              wanted);
        keys += wanted;
    }
    CHECK(static_cast<std::size_t>(engine.asked) == keys - 3);
}

TEST_CASE_METHOD(Platform,
                 "a word that the engine always fails at keeps no other from being spoken",
                 "[integration][speech]") {
    const auto wanted = speech::every_key(Language::en);
    const auto bad = speech::spoken_form(Language::en, *wanted.begin());
    engine.can_say = [&](const std::string& text) { return text != bad; };
    auto all = words(engine);
    const auto spoken = [&] {
        return static_cast<std::size_t>(
            content(flow::built_in(Language::en).value()).entries_size());
    };
    // As many rounds as its words need, one with the bad word and one without it.
    while (all.install(100).value()) continue;
    while (all.install(100).value()) continue;
    CHECK(spoken() == wanted.size() - 1);
    engine.can_say = nullptr; // and it is asked for again
    while (all.install(100).value()) continue;
    while (all.install(100).value()) continue;
    CHECK(spoken() == wanted.size());
}

TEST_CASE_METHOD(Platform,
                 "what hinders every word is met once a language, not once a word",
                 "[integration][speech]") {
    const transcode::Decoder missing{"/nonexistent/decoder"};
    const Recorder broken{missing, objects(), std::filesystem::temp_directory_path()};
    BuiltInWords all{{pool(), broken, engine, clock}};
    CHECK_FALSE(all.install().value());
    CHECK(engine.asked == 3);
}

TEST_CASE_METHOD(Platform,
                 "every organization sees the built-in dictionaries, and changes none",
                 "[integration][speech]") {
    REQUIRE(words(engine).install(3));
    for (const auto& organization : {ours, theirs}) {
        const auto list = dictionaries(organization);
        REQUIRE(list.data_size() == 3);
        for (const auto& it : list.data()) CHECK(it.is_system());
    }
    const auto arabic = flow::built_in(Language::ar).value();
    v1::ListDictionaryEntriesRequest wanted;
    wanted.set_id(arabic);
    v1::ListDictionaryEntriesResponse entries;
    REQUIRE(client()->ListDictionaryEntries(as(Role::agent, ours).get(), wanted, &entries).ok());
    REQUIRE(entries.data_size() == 3);

    v1::DownloadDictionaryEntryRequest download;
    download.set_id(arabic);
    download.set_key(entries.data(0).key());
    const auto context = as(Role::agent, ours);
    const auto stream = client()->DownloadDictionaryEntry(context.get(), download);
    std::string bytes;
    for (type::v1::Download part; stream->Read(&part);) bytes += part.chunk();
    CHECK(stream->Finish().ok());
    CHECK(bytes == FakeEngine::tone());

    google::protobuf::Empty nothing;
    v1::DeleteDictionaryRequest all;
    all.set_id(arabic);
    CHECK(reason_of(client()->DeleteDictionary(as(Role::admin, ours).get(), all, &nothing)) ==
          "DICTIONARY_IS_SYSTEM");
    v1::DeleteDictionaryEntryRequest one;
    one.set_id(arabic);
    one.set_key(entries.data(0).key());
    CHECK(reason_of(client()->DeleteDictionaryEntry(as(Role::admin, ours).get(), one, &nothing)) ==
          "DICTIONARY_IS_SYSTEM");
    v1::PutDictionaryEntryRequest header;
    header.mutable_header()->set_id(arabic);
    header.mutable_header()->set_key("1");
    v1::DictionaryEntry entry;
    const auto putting = as(Role::admin, ours);
    const auto writer = client()->PutDictionaryEntry(putting.get(), &entry);
    writer->Write(header);
    writer->WritesDone();
    CHECK(reason_of(writer->Finish()) == "DICTIONARY_IS_SYSTEM");
}

TEST_CASE_METHOD(Platform,
                 "a flow that may speak comes with the built-in dictionary of each language",
                 "[integration][speech]") {
    REQUIRE(words(engine).install(3));
    const auto needed = [&](const std::string& item) {
        const auto flow = created("Balance", graph_saying(item));
        const FlowVersionKey version{base::FlowId{base::Uuid::parse(flow.id()).value()}, 1};
        const auto found = pool().transact(
            [&](pg::Transaction& transaction) { return needs_of(transaction, {{version}}); });
        REQUIRE(found);
        std::set<std::string> ids;
        if (found->empty()) return ids;
        for (const auto& [id, revision] : found->at({version}).dictionaries) {
            CHECK(revision >= 1);
            ids.insert(id.value().to_string());
        }
        return ids;
    };
    CHECK(needed(R"({"type":"number","mode":"full","value":7,"language":"fr"})") ==
          std::set<std::string>{french});
    CHECK(needed(R"({"type":"number","mode":"full","value":7,"language":"contact"})").size() == 3);
}

TEST_CASE_METHOD(Platform,
                 "espeak-ng speaks every key of the three languages",
                 "[.][cost][speech]") {
    voice::EspeakEngine espeak{"/usr/bin/espeak-ng"};
    const auto began = std::chrono::steady_clock::now();
    install_all(espeak);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    std::size_t keys = 0;
    for (const auto language : speech::languages) {
        const auto wanted = speech::every_key(language);
        keys += wanted.size();
        const auto there = content(flow::built_in(language).value());
        CHECK(static_cast<std::size_t>(there.entries_size()) == wanted.size());
    }
    WARN(fmt::format("{} keys in {:.1f} s, {:.1f} s of CPU of children", keys, took.count(),
                     static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec)));
}
