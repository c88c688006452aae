#include "contact/people/change_reader.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace hatif::contact;

namespace {

const auto morocco = *hatif::phone::Country::parse("MA");

const AttributeSchema attributes = [] {
    AttributeSchema schema;
    schema.add("balance", AttributeType::number);
    schema.add("tier", AttributeType::text);
    return schema;
}();

Item item(const std::string& json) {
    return read_contacts("[" + json + "]", morocco, attributes).value().at(0);
}

/// The members that are wrong, "path: what" joined by commas.
std::string faults(const std::string& json) {
    std::string all;
    for (const auto& error : item(json).errors) {
        all += (all.empty() ? "" : ", ") + error.path + ": " + error.what;
    }
    return all;
}

std::string with(const std::string& members) {
    return R"({"primaryPhone":"0612345678",)" + members + "}";
}

const Sent<std::string>& sent(const Change& change, TextField field) {
    return change.texts[index_of(field)];
}

} // namespace

TEST_CASE("members that are not sent do not change", "[contact][reader]") {
    const auto change = *item(with(R"("firstName":"Fatima")")).change;
    CHECK(sent(change, TextField::first_name) == Sent<std::string>{"Fatima"});
    CHECK_FALSE(sent(change, TextField::last_name));
    CHECK_FALSE(change.channels);
}

TEST_CASE("null clears, and so does an empty text", "[contact][reader]") {
    const auto change =
        *item(with(R"("firstName":null,"city":"","primaryEmail":"","channels":null)")).change;
    CHECK(sent(change, TextField::first_name) == Sent<std::string>{std::optional<std::string>{}});
    CHECK(sent(change, TextField::city) == Sent<std::string>{std::optional<std::string>{}});
    CHECK(sent(change, TextField::primary_email) ==
          Sent<std::string>{std::optional<std::string>{}});
    CHECK(change.channels == std::vector<std::string>{});
}

TEST_CASE("what a client reads of a contact it may send back", "[contact][reader]") {
    const auto read = item(with(R"("id":"x","organizationId":1,"phoneE164":null,
        "phoneStatus":"valid","engagement":{"calls":[{"a":1}]},"createdAt":"2025",
        "updatedAt":"2025")"));
    CHECK(read.errors.empty());
}

TEST_CASE("each member that is wrong is named", "[contact][reader]") {
    const auto [json, expected] = GENERATE(table<std::string, std::string>({
        {"{}", "primaryPhone: is required"},
        {R"({"primaryPhone":null})", "primaryPhone: is required"},
        {R"({"primaryPhone":212612345678})", "primaryPhone: must be a text"},
        {R"({"primaryPhone":"06"})", "primaryPhone: must be 3 to 20 characters"},
        {R"({"primaryPhone":"061234567890123456789"})", "primaryPhone: must be 3 to 20 characters"},
        {R"({"primaryPhone":"unknown"})", "primaryPhone: must contain digits"},
        {with(R"("nickname":"F")"), "nickname: is not a member of a contact"},
        {with(R"("customAttributes":[])"), "customAttributes: must be an object"},
        {with(R"("customAttributes":{"rank":1})"),
         "customAttributes.rank: is not a custom attribute of the organization"},
        {with(R"("customAttributes":{"tier":"a","tier":"b"})"),
         "customAttributes.tier: is given twice"},
        {with(R"("customAttributes":{"balance":"1500"})"),
         "customAttributes.balance: must be a number of at most 40 characters, or null"},
        {with(R"("customAttributes":{"tier":{"a":[1]},"balance":[]})"),
         "customAttributes.tier: must be a text of at most 2,000 characters, or null, "
         "customAttributes.balance: must be a number of at most 40 characters, or null"},
        {with(R"("firstName":7)"), "firstName: must be a text or null"},
        {with(R"("firstName":"a\u0000b")"), "firstName: must not contain U+0000"},
        {with(R"("primaryEmail":"fatima")"), "primaryEmail: must be an e-mail address"},
        {with(R"("gender":"F")"), "gender: must be male or female"},
        {with(R"("language":"es")"), "language: must be ar, fr or en"},
        {with(R"("timezone":"Mars/Base")"),
         "timezone: must be an IANA time zone such as Africa/Casablanca"},
        {with(R"("channels":"sms")"), "channels: must be a list of texts"},
        {with(R"("channels":["sms",1])"), "channels[1]: must be a text"},
        {with(R"("channels":[""])"), "channels[0]: must be 1 to 64 characters"},
        {with(R"("firstName":"Fatima","firstName":"Fatima")"), "firstName: is given twice"},
        {with(R"("primaryPhone":"0612345678")"), "primaryPhone: is given twice"},
        {with(R"("id":"x","id":"x")"), "id: is given twice"},
        {"7", ": must be an object"},
        {R"({"primaryPhone":"06","gender":"x"})",
         "primaryPhone: must be 3 to 20 characters, gender: must be male or female"},
    }));
    CAPTURE(json);
    CHECK(faults(json) == expected);
}

TEST_CASE("a phone that a spreadsheet damaged is that item's error", "[contact][reader]") {
    const auto items =
        read_contacts(R"([{"primaryPhone":"2.12E+11"},{"primaryPhone":"0612345678"}])", morocco)
            .value();
    REQUIRE(items.size() == 2);
    CHECK_FALSE(items[0].change);
    CHECK(items[0].errors.at(0).path == "primaryPhone");
    CHECK(items[1].change);
}

TEST_CASE("lengths are counted in characters", "[contact][reader]") {
    std::string name;
    for (int i = 0; i < 64; ++i) name += "ف";
    CHECK(faults(with(R"("firstName":")" + name + "\"")).empty());
    CHECK(faults(with(R"("firstName":")" + name + "ف\"")) ==
          "firstName: must be at most 64 characters");
}

TEST_CASE("a list holds 1 to 1,000 contacts", "[contact][reader]") {
    std::string list = "[";
    for (int i = 0; i < 1'000; ++i) list += "{},";
    const auto refused = [](const std::string& json) {
        const auto items = read_contacts(json, morocco);
        return !items && items.error().reason == "VALIDATION" &&
               items.error().fields.at(0).path == "data";
    };
    CHECK(read_contacts(list.substr(0, list.size() - 1) + "]", morocco).value().size() == 1'000);
    CHECK(refused(list + "{}]"));
    CHECK(refused("[]"));
    CHECK(refused(""));
    CHECK(refused("{}"));
    CHECK(refused("null"));
    CHECK(refused("[{"));
}

TEST_CASE("the faults of a single contact are field errors", "[contact][reader]") {
    const auto contact = read_contact(R"({"gender":"x"})", morocco);
    REQUIRE_FALSE(contact);
    CHECK(contact.error().reason == "VALIDATION");
    CHECK(contact.error().fields.size() == 2);
    CHECK_FALSE(read_contact("[]", morocco));
    CHECK_FALSE(read_contact("", morocco));
}

TEST_CASE("attributes are read by their types, numbers as they are written", "[contact][reader]") {
    const auto change = *item(with(R"("customAttributes": { "balance" : 1500.50 ,
        "tier":"a\u0062" })"))
                             .change;
    CHECK(change.attributes ==
          std::vector<AttributeChange>{{"balance", AttributeType::number, "1500.50"},
                                       {"tier", AttributeType::text, R"("ab")"}});
}

TEST_CASE("null clears one attribute, or all of them", "[contact][reader]") {
    using Changes = std::vector<AttributeChange>;
    const AttributeChange no_balance{"balance", AttributeType::number, std::nullopt};
    const AttributeChange no_tier{"tier", AttributeType::text, std::nullopt};
    const auto sent = [](const std::string& members) {
        return item(with(members)).change->attributes;
    };
    CHECK(sent(R"("customAttributes":{"balance":null})") == Changes{no_balance});
    CHECK(sent(R"("customAttributes":{"tier":""})") == Changes{no_tier});
    CHECK(sent(R"("customAttributes":{})").empty());
    CHECK(sent(R"("customAttributes":null)") == Changes{no_balance, no_tier});
}

TEST_CASE("an update may leave the phone out, and cannot clear it", "[contact][reader]") {
    CHECK_FALSE(read_update(R"({"firstName":"F"})", morocco)->phone);
    CHECK(read_update(R"({"primaryPhone":"0612345678"})", morocco)->phone->text == "0612345678");
    const auto cleared = read_update(R"({"primaryPhone":null})", morocco);
    REQUIRE_FALSE(cleared);
    CHECK(cleared.error().fields.at(0).path == "primaryPhone");
    CHECK(read_update("{}", morocco));
}
