#include "program_scheduler/content/content_fixture.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::Content;

namespace {

/// What a release before 0014 writes of a recording, in both tables.
constexpr const char* recording =
    "duration_seconds, sample_rate, channels, bit_depth, file_id, file_name, content_type, "
    "file_size, original_hash, a_law_hash, mu_law_hash, created_at, updated_at";

} // namespace

TEST_CASE_METHOD(Content,
                 "what an older scheduler uploads is played as long as it is",
                 "[program_scheduler][content]") {
    uploaded();
    put(dictionary("Numbers", "fr").id(), "20");
    for (const auto& [table, own, values] :
         {std::tuple{"audios", "organization_id, title, tags", "organization_id, title, tags"},
          std::tuple{"dictionary_entries", "dictionary_id, key", "dictionary_id, '30'"}}) {
        const auto copy = "INSERT INTO " + std::string{table} + " (id, " + own + ", " + recording +
                          ") SELECT gen_random_uuid(), " + values + ", " + recording + " FROM " +
                          table + " LIMIT 1 RETURNING played_seconds = duration_seconds";
        const auto rows =
            pool().transact([&](pg::Transaction& transaction) { return transaction.exec(copy); });
        INFO(table);
        REQUIRE(rows);
        REQUIRE(rows->size() == 1);
        CHECK((*rows)[0].get<bool>(0));
    }
}
