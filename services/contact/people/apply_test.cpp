#include "contact/people/apply.hpp"

#include "contact/people/change_reader.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace hatif;
using namespace hatif::contact;

namespace {

const auto morocco = *phone::Country::parse("MA");
const base::Instant yesterday{std::chrono::hours{24}};
const base::Instant today{std::chrono::hours{48}};

std::vector<Item> items(const std::string& json) {
    return read_contacts(json, morocco).value();
}

Occasion at(base::Instant now) {
    return {base::OrganizationId{base::Uuid::v7(yesterday)}, now,
            [now] { return base::ContactId{base::Uuid::v7(now)}; }};
}

/// A contact stored yesterday.
Contact stored(const std::string& json) {
    return make_contact(*items("[" + json + "]").at(0).change, at(yesterday));
}

const std::string fatima =
    R"({"primaryPhone":"0612345678","firstName":"Fatima","city":"Fès","channels":["sms"]})";

} // namespace

TEST_CASE("an unknown phone makes a contact", "[contact][apply]") {
    const auto applied = apply(items("[" + fatima + "]"), {}, at(today));
    REQUIRE(applied.created.size() == 1);
    const auto& made = applied.created[0];
    CHECK(made.match_key == "+212612345678");
    CHECK(made.phone->e164() == "+212612345678");
    CHECK(made.phone_status == PhoneStatus::valid);
    CHECK(made.text(TextField::first_name) == "Fatima");
    CHECK(made.created_at == today);
    CHECK(applied.results.at(0).outcome == UpsertOutcome::created);
    CHECK(applied.results.at(0).id == made.id);
}

TEST_CASE("of a known phone only the members sent change", "[contact][apply]") {
    const auto before = stored(fatima);
    const auto applied =
        apply(items(R"([{"primaryPhone":"0612345678","lastName":"Alami","city":null}])"), {before},
              at(today));
    REQUIRE(applied.updated.size() == 1);
    const auto& after = applied.updated[0];
    CHECK(after.id == before.id);
    CHECK(after.text(TextField::first_name) == "Fatima");
    CHECK(after.text(TextField::last_name) == "Alami");
    CHECK_FALSE(after.text(TextField::city));
    CHECK(after.channels == std::vector<std::string>{"sms"});
    CHECK(after.created_at == yesterday);
    CHECK(after.updated_at == today);
    CHECK(applied.results.at(0).outcome == UpsertOutcome::updated);
}

TEST_CASE("what is so already is not written", "[contact][apply]") {
    const auto before = stored(fatima);
    const auto applied = apply(items(R"([{"primaryPhone":"0612345678","firstName":"Fatima"}])"),
                               {before}, at(today));
    CHECK(applied.created.empty());
    CHECK(applied.updated.empty());
    CHECK(applied.results.at(0).outcome == UpsertOutcome::unchanged);
    CHECK(applied.results.at(0).id == before.id);
}

TEST_CASE("another spelling is the same contact, answered as last given", "[contact][apply]") {
    const auto before = stored(fatima);
    const auto applied =
        apply(items(R"([{"primaryPhone":"+212 6 12 34 56 78"}])"), {before}, at(today));
    REQUIRE(applied.updated.size() == 1);
    CHECK(applied.updated[0].primary_phone == "+212 6 12 34 56 78");
    CHECK(applied.updated[0].id == before.id);
}

TEST_CASE("two items of one phone are applied in order and written once", "[contact][apply]") {
    const auto applied = apply(items(R"([
        {"primaryPhone":"0612345678","firstName":"Fatima","city":"Rabat"},
        {"primaryPhone":"+212612345678","firstName":"Fatma","city":null},
        {"primaryPhone":"212612345678","firstName":"Fatma"},
        {"primaryPhone":"212612345678"}])"),
                               {}, at(today));
    REQUIRE(applied.created.size() == 1);
    CHECK(applied.updated.empty());
    CHECK(applied.created[0].text(TextField::first_name) == "Fatma");
    CHECK_FALSE(applied.created[0].text(TextField::city));
    CHECK(applied.results.at(0).outcome == UpsertOutcome::created);
    CHECK(applied.results.at(1).outcome == UpsertOutcome::updated);
    CHECK(applied.results.at(3).outcome == UpsertOutcome::unchanged);
    CHECK(applied.results.at(0).id == applied.results.at(1).id);
}

TEST_CASE("there and back again is no write", "[contact][apply]") {
    const auto applied = apply(items(R"([
        {"primaryPhone":"0612345678","firstName":"Someone"},
        {"primaryPhone":"0612345678","firstName":"Fatima"}])"),
                               {stored(fatima)}, at(today));
    CHECK(applied.updated.empty());
    CHECK(applied.results.at(0).outcome == UpsertOutcome::updated);
}

TEST_CASE("a bad item refuses only itself", "[contact][apply]") {
    const auto applied =
        apply(items(R"([{"primaryPhone":"x"},{"primaryPhone":"0612345678"}])"), {}, at(today));
    CHECK(applied.results.at(0).outcome == UpsertOutcome::failed);
    CHECK_FALSE(applied.results.at(0).id);
    CHECK(applied.results.at(0).errors.at(0).path == "primaryPhone");
    CHECK(applied.created.size() == 1);
}

TEST_CASE("what is written is sorted by phone, so that writers lock alike", "[contact][apply]") {
    const auto applied =
        apply(items(R"([{"primaryPhone":"0699999999"},{"primaryPhone":"0611111111"},
        {"primaryPhone":"0655555555"}])"),
              {}, at(today));
    REQUIRE(applied.created.size() == 3);
    CHECK(applied.created[0].match_key < applied.created[1].match_key);
    CHECK(applied.created[1].match_key < applied.created[2].match_key);
}

TEST_CASE("a full name is made of its parts unless one was given", "[contact][apply]") {
    CHECK(full_name_of(
              stored(R"({"primaryPhone":"0612345678","firstName":"Fatima","lastName":"Alami"})")
                  .texts) == "Fatima Alami");
    CHECK(full_name_of(stored(R"({"primaryPhone":"0612345678","lastName":"Alami"})").texts) ==
          "Alami");
    CHECK(full_name_of(
              stored(R"({"primaryPhone":"0612345678","lastName":"Alami","fullName":"Lalla"})")
                  .texts) == "Lalla");
    CHECK_FALSE(full_name_of(stored(R"({"primaryPhone":"0612345678"})").texts));
}

TEST_CASE("a full name sent back as it was read stays made of its parts", "[contact][apply]") {
    const auto before =
        stored(R"({"primaryPhone":"0612345678","firstName":"Fatima","lastName":"Alami"})");
    const auto after = [&](const std::string& members) {
        return apply(items(R"([{"primaryPhone":"0612345678",)" + members + "}]"), {before},
                     at(today));
    };
    const auto same = after(R"("fullName":"Fatima Alami")");
    CHECK(same.updated.empty());
    CHECK(same.results.at(0).outcome == UpsertOutcome::unchanged);
    const auto renamed = after(R"("firstName":"Zineb","fullName":"Fatima Alami")");
    CHECK(full_name_of(renamed.updated.at(0).texts) == "Zineb Alami");
    const auto given = after(R"("fullName":"Lalla Fatima")");
    CHECK(full_name_of(given.updated.at(0).texts) == "Lalla Fatima");
}

TEST_CASE("a full name that was given stays when its parts come to say the same",
          "[contact][apply]") {
    const auto before = stored(R"({"primaryPhone":"0612345678","fullName":"Fatima Alami"})");
    const auto applied =
        apply(items(R"([{"primaryPhone":"0612345678","firstName":"Fatima","lastName":"Alami",
                         "fullName":"Fatima Alami"}])"),
              {before}, at(today));
    CHECK(applied.updated.at(0).text(TextField::full_name) == "Fatima Alami");
}

TEST_CASE("an unreachable phone stays so when it is sent again", "[contact][apply]") {
    auto before = stored(fatima);
    before.phone_status = PhoneStatus::unreachable;
    const auto applied = apply(items("[" + fatima + "]"), {before}, at(today));
    CHECK(applied.results.at(0).outcome == UpsertOutcome::unchanged);
}

TEST_CASE("of a known phone only the attributes sent change", "[contact][apply]") {
    AttributeSchema schema;
    schema.add("balance", AttributeType::number);
    schema.add("tier", AttributeType::text);
    const auto with = [&](const std::string& attributes) {
        return read_contacts(R"([{"primaryPhone":"0612345678","customAttributes":)" + attributes +
                                 "}]",
                             morocco, schema)
            .value();
    };
    const auto before =
        apply(with(R"({"balance":1500,"tier":"gold"})"), {}, at(yesterday)).created.at(0);
    CHECK(visible(before.attributes, schema) == R"({"balance":1500,"tier":"gold"})");
    const auto cleared = apply(with(R"({"tier":null})"), {before}, at(today));
    CHECK(visible(cleared.updated.at(0).attributes, schema) == R"({"balance":1500})");
    const auto same = apply(with(R"({"balance":1500.0,"tier":"gold"})"), {before}, at(today));
    CHECK(same.results.at(0).outcome == UpsertOutcome::unchanged);
    CHECK(same.updated.empty());
}

TEST_CASE("an item whose attributes outgrow 64 KB fails alone", "[contact][apply]") {
    Change large = *items("[" + fatima + "]").at(0).change;
    for (int i = 0; i < 40; ++i) {
        const auto name = "note_" + std::to_string(i);
        large.attributes.push_back(
            {name, AttributeType::text, '"' + std::string(2'000, 'x') + '"'});
    }
    auto half = large;
    half.attributes.resize(20);
    auto other_half = large;
    other_half.attributes.erase(other_half.attributes.begin(), other_half.attributes.begin() + 20);
    const auto both = apply({{half, {}}, {other_half, {}}, {half, {}}}, {}, at(today));
    REQUIRE(both.results.size() == 3);
    CHECK(both.results[0].outcome == UpsertOutcome::created);
    CHECK(both.results[1].outcome == UpsertOutcome::failed);
    CHECK(both.results[1].errors.at(0).path == "customAttributes");
    CHECK_FALSE(both.results[1].id);
    CHECK(both.results[2].outcome == UpsertOutcome::unchanged);
    CHECK(both.created.size() == 1);
    const auto made = apply({{large, {}}}, {}, at(today));
    CHECK(made.results.at(0).outcome == UpsertOutcome::failed);
    CHECK(made.created.empty());
}

TEST_CASE("another number is known anew, and found by its digits at home", "[contact][apply]") {
    auto before = stored(fatima);
    before.phone_status = PhoneStatus::unreachable;
    const auto change = read_update(R"({"primaryPhone":"0698765432"})", morocco).value();
    const auto after = changed_contact(before, change, today);
    CHECK(after.phone_status == PhoneStatus::valid);
    CHECK(after.match_key == "+212698765432");
    CHECK(after.search_text.find("0698765432") != std::string::npos);
    CHECK(after.search_text.find("0612345678") == std::string::npos);
    CHECK(after.updated_at == today);
}

TEST_CASE("a change without a phone keeps what the phone is found by", "[contact][apply]") {
    const auto before = stored(fatima);
    const auto after =
        changed_contact(before, read_update(R"({"firstName":"Zineb"})", morocco).value(), today);
    CHECK(after.match_key == before.match_key);
    CHECK(after.search_text == "zineb\n+212612345678\n0612345678");
    CHECK(changed_contact(before, read_update(R"({"firstName":"Fatima"})", morocco).value(),
                          today) == before);
}
