#include "program_scheduler/content/content_fixture.hpp"
#include "program_scheduler/content/dictionary_content.hpp"

#include <hatif/program/v1/lease_service.pb.h>

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::Content;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::graph_saying;
using program_scheduler::testing::reason_of;
using program_scheduler::testing::wav;
using rpc::Role;
namespace v1 = program::v1;

namespace {

std::string number_from(const std::string& dictionary) {
    return R"({"type":"number","value":"21","language":"ar","dictionaryId":")" + dictionary +
           R"("})";
}

const std::string other_wav = transcode::testing::sine(880, 0.5).file();

} // namespace

TEST_CASE_METHOD(Content,
                 "a dictionary begins empty, and is listed bare unless a page is asked for",
                 "[program_scheduler][content]") {
    const auto numbers = dictionary("Numbers", "ar");
    CHECK(numbers.language() == "ar");
    CHECK(numbers.revision() == 1);
    CHECK(numbers.entry_count() == 0);
    CHECK_FALSE(numbers.is_system());
    CHECK(fetched_dictionary(numbers.id()).SerializeAsString() == numbers.SerializeAsString());
    dictionary("Words", "fr");

    v1::ListDictionariesRequest request;
    v1::ListDictionariesResponse answer;
    REQUIRE(dictionaries->ListDictionaries(as(Role::agent, ours).get(), request, &answer).ok());
    CHECK(answer.data_size() == 2);
    CHECK(answer.data(0).name() == "Words");
    CHECK_FALSE(answer.has_meta());
    request.set_limit(1);
    REQUIRE(dictionaries->ListDictionaries(as(Role::agent, ours).get(), request, &answer).ok());
    CHECK(answer.data_size() == 1);
    request.set_page(2);
    request.set_sort_by("name");
    REQUIRE(dictionaries->ListDictionaries(as(Role::agent, ours).get(), request, &answer).ok());
    CHECK(answer.data(0).name() == "Numbers");
    CHECK(answer.meta().total() == 2);
    CHECK(answer.meta().has_previous_page());
    REQUIRE(dictionaries->ListDictionaries(as(Role::agent, theirs).get(), {}, &answer).ok());
    CHECK(answer.data_size() == 0);
}

TEST_CASE_METHOD(Content,
                 "a dictionary without name or language is refused by both",
                 "[program_scheduler][content]") {
    v1::Dictionary made;
    const auto context = as(Role::manager, ours);
    CHECK(fields_of(dictionaries->CreateDictionary(context.get(), {}, &made)) == "name language");
}

TEST_CASE_METHOD(Content,
                 "each change of the entries raises the revision",
                 "[program_scheduler][content]") {
    const auto numbers = dictionary("Numbers", "ar");
    const auto first = put(numbers.id(), "100");
    CHECK(first.key() == "100");
    CHECK(first.duration_seconds() == Approx(1));
    CHECK(first.sample_rate() == 16000);
    CHECK(first.file().checksum() == objects::hash_of(wav).value());
    CHECK(first.dictionary_id() == numbers.id());
    CHECK(fetched_dictionary(numbers.id()).revision() == 2);
    CHECK(fetched_dictionary(numbers.id()).entry_count() == 1);

    v1::DictionaryEntry again;
    REQUIRE(reason_of(put_entry(numbers.id(), "100", other_wav, again)).empty());
    CHECK(again.id() == first.id());
    CHECK(again.created_at().SerializeAsString() == first.created_at().SerializeAsString());
    CHECK(again.file().checksum() == objects::hash_of(other_wav).value());
    CHECK(again.duration_seconds() == Approx(0.5));
    CHECK(fetched_dictionary(numbers.id()).revision() == 3);
    CHECK(fetched_dictionary(numbers.id()).entry_count() == 1);

    v1::DeleteDictionaryEntryRequest request;
    request.set_id(numbers.id());
    request.set_key("100");
    google::protobuf::Empty nothing;
    const auto context = as(Role::manager, ours);
    REQUIRE(dictionaries->DeleteDictionaryEntry(context.get(), request, &nothing).ok());
    CHECK(fetched_dictionary(numbers.id()).revision() == 4);
    CHECK(fetched_dictionary(numbers.id()).entry_count() == 0);
    CHECK(reason_of(dictionaries->DeleteDictionaryEntry(as(Role::manager, ours).get(), request,
                                                        &nothing)) == "DICTIONARY_ENTRY_NOT_FOUND");
    CHECK(fetched_dictionary(numbers.id()).revision() == 4);
}

TEST_CASE_METHOD(Content,
                 "an entry that cannot be taken leaves the dictionary as it is",
                 "[program_scheduler][content]") {
    const auto numbers = dictionary("Numbers", "ar");
    v1::DictionaryEntry entry;
    CHECK(reason_of(put_entry(numbers.id(), "1", "no sound", entry)) == "AUDIO_UNDECODABLE");
    CHECK(fields_of(put_entry(numbers.id(), "", wav, entry)) == "key");
    CHECK(fields_of(put_entry(numbers.id(), std::string(65, 'x'), wav, entry)) == "key");
    CHECK(reason_of(put_entry(numbers.organization_id(), "1", wav, entry)) ==
          "DICTIONARY_NOT_FOUND");
    CHECK(fetched_dictionary(numbers.id()).revision() == 1);
}

TEST_CASE_METHOD(Content,
                 "an entry sent twice with its key of idempotency is put once",
                 "[program_scheduler][content]") {
    const auto numbers = dictionary("Numbers", "ar");
    v1::DictionaryEntry first;
    v1::DictionaryEntry second;
    REQUIRE(reason_of(put_entry(numbers.id(), "1", wav, first, "k")).empty());
    REQUIRE(reason_of(put_entry(numbers.id(), "1", wav, second, "k")).empty());
    CHECK(second.SerializeAsString() == first.SerializeAsString());
    CHECK(fetched_dictionary(numbers.id()).revision() == 2);
    CHECK(reason_of(put_entry(numbers.id(), "2", wav, second, "k")) == "IDEMPOTENCY_KEY_REUSED");
}

TEST_CASE_METHOD(Content,
                 "entries are listed by key, read, and downloaded",
                 "[program_scheduler][content]") {
    const auto numbers = dictionary("Numbers", "ar");
    for (const auto* key : {"thousand", "100", "1/2"}) put(numbers.id(), key);
    v1::ListDictionaryEntriesRequest request;
    request.set_id(numbers.id());
    request.set_sort_by("key");
    request.set_sort_order(type::v1::SORT_ORDER_ASC);
    v1::ListDictionaryEntriesResponse answer;
    REQUIRE(
        dictionaries->ListDictionaryEntries(as(Role::agent, ours).get(), request, &answer).ok());
    REQUIRE(answer.data_size() == 3);
    CHECK(answer.data(0).key() == "1/2");
    CHECK(answer.meta().total() == 3);

    v1::GetDictionaryEntryRequest get;
    get.set_id(numbers.id());
    get.set_key("1/2");
    v1::DictionaryEntry entry;
    REQUIRE(dictionaries->GetDictionaryEntry(as(Role::agent, ours).get(), get, &entry).ok());
    CHECK(entry.SerializeAsString() == answer.data(0).SerializeAsString());
    for (const std::string& key : {std::string{"2"}, std::string{"a\0b", 3}, std::string{}}) {
        get.set_key(key);
        CHECK(reason_of(dictionaries->GetDictionaryEntry(as(Role::agent, ours).get(), get,
                                                         &entry)) == "DICTIONARY_ENTRY_NOT_FOUND");
    }
    v1::DownloadDictionaryEntryRequest download;
    download.set_id(numbers.id());
    download.set_key("100");
    const auto context = as(Role::agent, ours);
    context->AddMetadata("hatif-range", "bytes=0-3");
    CHECK(collected(*dictionaries->DownloadDictionaryEntry(context.get(), download)).bytes ==
          "RIFF");
}

TEST_CASE_METHOD(Content,
                 "another organization's dictionary is not there, for anything",
                 "[program_scheduler][content]") {
    const auto numbers = dictionary("Numbers", "ar");
    put(numbers.id(), "1");
    const auto as_them = [&] { return as(Role::manager, theirs); };
    v1::ReadDictionaryRequest read;
    read.set_id(numbers.id());
    v1::Dictionary found;
    CHECK(reason_of(dictionaries->GetDictionary(as_them().get(), read, &found)) ==
          "DICTIONARY_NOT_FOUND");
    v1::ListDictionaryEntriesRequest list;
    list.set_id(numbers.id());
    v1::ListDictionaryEntriesResponse entries;
    CHECK(reason_of(dictionaries->ListDictionaryEntries(as_them().get(), list, &entries)) ==
          "DICTIONARY_NOT_FOUND");
    v1::DeleteDictionaryEntryRequest remove;
    remove.set_id(numbers.id());
    remove.set_key("1");
    google::protobuf::Empty nothing;
    CHECK(reason_of(dictionaries->DeleteDictionaryEntry(as_them().get(), remove, &nothing)) ==
          "DICTIONARY_NOT_FOUND");
    v1::DeleteDictionaryRequest whole;
    whole.set_id(numbers.id());
    CHECK(reason_of(dictionaries->DeleteDictionary(as_them().get(), whole, &nothing)) ==
          "DICTIONARY_NOT_FOUND");
    const auto flow = created("Ours", graph_saying(number_from(numbers.id())));
    CHECK(flow.validation().valid());
    v1::CreateFlowRequest request;
    request.set_name("Theirs");
    request.set_graph(graph_saying(number_from(numbers.id())));
    v1::Flow foreign;
    REQUIRE(flows->CreateFlow(as_them().get(), request, &foreign).ok());
    REQUIRE(foreign.validation().errors_size() > 0);
    CHECK(foreign.validation().errors(0).code() == "unknown_dictionary");
}

TEST_CASE_METHOD(Content,
                 "a dictionary that a flow speaks with is not deleted, and goes on when it was",
                 "[program_scheduler][content]") {
    const auto numbers = dictionary("Numbers", "ar");
    put(numbers.id(), "1");
    const auto flow = created("Balance", graph_saying(number_from(numbers.id())));
    CHECK(deleted_dictionary(numbers.id()) == "DICTIONARY_IN_USE");
    REQUIRE(deleted_flow(flow.id()).empty());
    REQUIRE(deleted_dictionary(numbers.id()).empty());
    CHECK(deleted_dictionary(numbers.id()) == "DICTIONARY_NOT_FOUND");

    const FlowVersionKey version{base::FlowId{base::Uuid::parse(flow.id()).value()}, 1};
    const base::DictionaryId id{base::Uuid::parse(numbers.id()).value()};
    v1::DictionaryContent content;
    pool().transact([&](pg::Transaction& transaction) -> base::Result<void> {
        const auto found = needs_of(transaction, {{version}, {{version.flow, 2}}});
        REQUIRE(found);
        CHECK(found->size() == 1);
        CHECK(found->at({version}).dictionaries.at(id) == 2);
        REQUIRE(answer_dictionary(transaction, numbers.id(), content));
        return {};
    });
    CHECK(content.language() == "ar");
    CHECK(content.revision() == 2);
    REQUIRE(content.entries().count("1") == 1);
    CHECK(objects().open(objects::ContentHash{content.entries().at("1").alaw_hash()}));
}

TEST_CASE_METHOD(Content,
                 "a worker hears of an empty dictionary, and of none that is not there",
                 "[program_scheduler][content]") {
    const auto numbers = dictionary("Numbers", "fr");
    pool().transact([&](pg::Transaction& transaction) -> base::Result<void> {
        v1::DictionaryContent content;
        REQUIRE(answer_dictionary(transaction, numbers.id(), content));
        CHECK(content.entries().empty());
        CHECK(content.revision() == 1);
        for (const auto& id : {numbers.organization_id(), std::string{"x"}}) {
            CHECK(answer_dictionary(transaction, id, content).error().reason ==
                  "DICTIONARY_NOT_FOUND");
        }
        return {};
    });
}
