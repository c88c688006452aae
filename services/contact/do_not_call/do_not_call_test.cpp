#include "contact/do_not_call/do_not_call.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace hatif;
using namespace hatif::contact;
using namespace std::chrono_literals;

namespace {

const auto morocco = *phone::Country::parse("MA");
const base::Instant noon{1'700'000'000s};
const ListingOccasion now{base::OrganizationId{base::Uuid::v7(noon)}, noon,
                          [] { return base::Uuid::v7(noon); }};

std::vector<ReadNumber> numbers(const std::vector<std::string>& texts) {
    return read_numbers(texts, morocco).value();
}

std::string outcomes(const Listing& listing) {
    std::string all;
    for (const auto& it : listing.results) {
        all += (all.empty() ? "" : " ") + std::to_string(static_cast<int>(it.outcome));
    }
    return all;
}

std::string faults(const base::Error& error) {
    std::string all;
    for (const auto& field : error.fields) all += field.path + " ";
    return all;
}

constexpr const char *added = "0", *updated = "1", *unchanged = "2";

} // namespace

TEST_CASE("one number in five spellings is one entry", "[contact][do-not-call]") {
    const auto listing = enlist(
        numbers({"+212612345678", "0612345678", "06-12-34-56-78", "00212612345678", "٠٦١٢٣٤٥٦٧٨"}),
        {}, {}, now);
    CHECK(outcomes(listing) == "0 2 2 2 2");
    REQUIRE(listing.written.size() == 1);
    CHECK(listing.written[0].number.e164() == "+212612345678");
    for (const auto& result : listing.results) CHECK(result.id == listing.written[0].id);
}

TEST_CASE("what is no number is told by its place, and the rest listed", "[contact][do-not-call]") {
    const auto listing = enlist(numbers({"hello", "0612345678", "2.12E+11", "555"}), {}, {}, now);
    CHECK(outcomes(listing) == "3 0 3 3");
    CHECK(listing.results[3].error == "is not a phone number");
    CHECK_FALSE(listing.results[0].error.empty());
    CHECK_FALSE(listing.results[0].number);
    CHECK(listing.written.size() == 1);
}

TEST_CASE("a number that is listed again stands under the new terms alone",
          "[contact][do-not-call]") {
    const Terms a_while{"asked by mail", DoNotCallSource::import, noon + 24h};
    const auto first = enlist(numbers({"0612345678"}), a_while, {}, now).written;
    CHECK(outcomes(enlist(numbers({"0612345678"}), a_while, first, now)) == unchanged);
    CHECK(enlist(numbers({"0612345678"}), a_while, first, now).written.empty());

    const auto again = enlist(numbers({"0612345678"}), {.source = DoNotCallSource::ivr}, first,
                              {now.organization, noon + 1h, now.new_id});
    CHECK(outcomes(again) == updated);
    REQUIRE(again.written.size() == 1);
    const auto& entry = again.written[0];
    CHECK(entry.id == first[0].id);
    CHECK(entry.created_at == noon);
    CHECK(entry.updated_at == noon + 1h);
    CHECK_FALSE(entry.expires_at); // for good, not for the while of before
    CHECK_FALSE(entry.reason);
    CHECK(entry.source == DoNotCallSource::ivr);
    CHECK(outcomes(enlist(numbers({"0612345679"}), {}, first, now)) == added);
}

TEST_CASE("a request lists 1 to 10,000 numbers", "[contact][do-not-call]") {
    CHECK(read_numbers({}, morocco).error().fields.at(0).path == "numbers");
    CHECK(read_numbers(std::vector<std::string>(10'000, "0612345678"), morocco));
    CHECK_FALSE(read_numbers(std::vector<std::string>(10'001, "0612345678"), morocco));
}

TEST_CASE("what is taken off must be numbers, all of it", "[contact][do-not-call]") {
    const auto read = read_all_numbers({"0612345678", "x", "0612345679", "12"}, morocco);
    REQUIRE_FALSE(read);
    CHECK(faults(read.error()) == "numbers[1] numbers[3] ");
    CHECK(read_all_numbers({"0612345678"}, morocco).value().at(0).e164() == "+212612345678");
}

TEST_CASE("the reason is short and the end is to come", "[contact][do-not-call]") {
    CHECK_FALSE(checked({.reason = ""}, noon).value().reason);
    CHECK(checked({.reason = std::string(256, 'r')}, noon));
    const auto wrong = checked({std::string(257, 'r'), DoNotCallSource::api, noon}, noon);
    REQUIRE_FALSE(wrong);
    CHECK(faults(wrong.error()) == "reason expiresAt ");
}
