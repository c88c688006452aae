#include "contact/audiences/audience.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace hatif::contact;

namespace {

std::string faults(const hatif::base::Result<void>& checked) {
    std::string all;
    if (checked) return all;
    for (const auto& field : checked.error().fields) all += field.path + " ";
    return all;
}

const std::string someone = "0192f3a4-0000-7000-8000-000000000001";

} // namespace

TEST_CASE("an audience has a name of 3 to 64 characters", "[contact][audience]") {
    CHECK(faults(check_audience("abc", {})) == "");
    CHECK(faults(check_audience("زبائن", "described")) == "");
    CHECK(faults(check_audience("ab", {})) == "name ");
    CHECK(faults(check_audience("", std::string(257, 'd'))) == "name description ");
    CHECK(faults(check_audience(std::string(65, 'n'), {})) == "name ");
}

TEST_CASE("a change of members names 1 to 10,000 ids", "[contact][audience]") {
    CHECK(read_members({someone, someone}).value().size() == 1);
    CHECK(read_members(std::vector<std::string>(10'000, someone)));
    CHECK_FALSE(read_members(std::vector<std::string>(10'001, someone)));
    CHECK(read_members({}).error().fields.at(0).path == "contacts");
}

TEST_CASE("ids that are no uuids are named by their place", "[contact][audience]") {
    const auto read = read_members({someone, "x", someone, ""});
    REQUIRE_FALSE(read);
    CHECK(read.error().fields.size() == 2);
    CHECK(read.error().fields.at(0).path == "contacts[1]");
    CHECK(read.error().fields.at(1).path == "contacts[3]");
}

TEST_CASE("a replacement says its members, be it none", "[contact][audience]") {
    CHECK(read_replacement({}, true).value().empty());
    CHECK(read_replacement({}, false).error().fields.at(0).path == "contacts");
    CHECK(read_replacement({someone, someone}, true).value().size() == 1);
    CHECK(read_replacement(std::vector<std::string>(10'000, someone), true));
    CHECK_FALSE(read_replacement(std::vector<std::string>(10'001, someone), true));
}

TEST_CASE("an audience is replaced up to 200,000 contacts before and after",
          "[contact][audience]") {
    const hatif::base::Uuid id;
    Audience audience{
        hatif::base::AudienceId{id}, hatif::base::OrganizationId{id}, "customers", {}};
    audience.contact_count = 190'000;
    CHECK(check_replacement(audience, 10'000));
    const auto refused = check_replacement(audience, 10'001);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().reason == "VALIDATION");
    CHECK(refused.error().fields.at(0).path == "contacts");
}

TEST_CASE("an edit changes what it says, and an empty description is none", "[contact][audience]") {
    const hatif::base::Uuid id;
    const Audience before{hatif::base::AudienceId{id}, hatif::base::OrganizationId{id}, "customers",
                          "who buys"};
    CHECK(edited(before, {}).value().description == "who buys");
    CHECK(edited(before, {.name = "buyers", .description = {}}).value().name == "buyers");
    CHECK_FALSE(edited(before, {.name = {}, .description = std::optional<std::string>{""}})
                    .value()
                    .description);
    AudienceEdit cleared;
    cleared.description.emplace();
    CHECK_FALSE(edited(before, cleared).value().description);
    CHECK_FALSE(edited(before, {.name = "", .description = {}}));
}
