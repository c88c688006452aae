#include "contact/testing/suite.hpp"
#include "rpc/time.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

namespace {

base::Instant at(const std::string& text) {
    return *base::from_iso8601(text);
}

struct Given {
    Client client;
    Client scheduler = client.as_service();
    std::string audience = client.create_audience("customers").id();
    int made = 0;

    Given() { client.create_attribute("Renewal", v1::ATTRIBUTE_TYPE_DATE); }

    /// A member with this renewal, and what stands besides.
    std::string member(const std::string& renewal, const std::string& more = {}) {
        const auto id =
            client
                .create(R"({"primaryPhone":"06)" + std::to_string(20'000'000 + made++) +
                        R"(","customAttributes":{"renewal":")" + renewal + "\"}" + more + "}")
                .id();
        client.add(audience, {id});
        return id;
    }

    /// Who is due in (after, until], each as "id moment zones".
    std::vector<std::string> due(const std::string& after,
                                 const std::string& until,
                                 std::int64_t offset_minutes = 0,
                                 const std::string& timezone = "Africa/Casablanca") {
        v1::DueMembersRequest request;
        request.set_organization_id(client.organization());
        request.set_audience_id(audience);
        request.set_attribute("renewal");
        request.set_offset_minutes(offset_minutes);
        rpc::set(*request.mutable_after(), at(after));
        rpc::set(*request.mutable_until(), at(until));
        request.set_timezone(timezone);
        std::vector<std::string> all;
        for (const auto& it : scheduler.due_members(request)) {
            all.push_back(it.contact_id() + " " + base::to_iso8601(rpc::from_wire(it.due_at())) +
                          " " + it.zones());
        }
        return all;
    }
};

using All = std::vector<std::string>;
const std::string casablanca = " Africa/Casablanca";

} // namespace

TEST_CASE("a member is due at the moment of their date, moved by the offset", "[contact][due]") {
    Given given;
    const auto id = given.member("2026-03-10T10:30:00+02:00");
    const All due{id + " 2026-03-10T08:30:00.000Z" + casablanca};
    CHECK(given.due("2026-03-10T08:29:59Z", "2026-03-10T08:30:00Z") == due);
    CHECK(given.due("2026-03-10T08:30:00Z", "2026-03-10T08:31:00Z").empty());
    CHECK(given.due("2026-03-10T08:00:00Z", "2026-03-10T08:29:59Z").empty());
    CHECK(given.due("2026-03-09T08:29:00Z", "2026-03-09T08:30:00Z", -24 * 60) ==
          All{id + " 2026-03-09T08:30:00.000Z" + casablanca});
    CHECK(given.due("2026-03-10T08:44:00Z", "2026-03-10T08:45:00Z", 15) ==
          All{id + " 2026-03-10T08:45:00.000Z" + casablanca});
}

TEST_CASE("a date without a time is midnight where the contact is, else where it is said",
          "[contact][due]") {
    Given given;
    const auto tokyo = given.member("2026-11-20", R"(,"timezone":"Asia/Tokyo")");
    const auto home = given.member("2026-11-20");
    CHECK(given.due("2026-11-18T00:00:00Z", "2026-11-22T00:00:00Z") ==
          All{tokyo + " 2026-11-19T15:00:00.000Z Asia/Tokyo",
              home + " 2026-11-19T23:00:00.000Z" + casablanca});
    CHECK(given.due("2026-11-19T04:00:00Z", "2026-11-20T04:00:00Z", 0, "America/New_York") ==
          All{tokyo + " 2026-11-19T15:00:00.000Z Asia/Tokyo"});
    CHECK(given.due("2026-11-20T04:59:59Z", "2026-11-20T05:00:00Z", 0, "America/New_York") ==
          All{home + " 2026-11-20T05:00:00.000Z" + casablanca});
}

TEST_CASE("dates follow their contacts: changed, cleared, deleted, moved", "[contact][due]") {
    Given given;
    auto& client = given.client;
    const auto id = given.member("2026-05-01T00:00:00Z");
    const auto in_may = [&] {
        return given.due("2026-04-30T00:00:00Z", "2026-06-01T00:00:00Z").size();
    };
    const auto update = [&](const char* json) { client.update(id, json); };
    CHECK(in_may() == 1);
    update(R"({"firstName":"Amina"})");
    CHECK(in_may() == 1);
    update(R"({"customAttributes":{"renewal":"2027-05-01T00:00:00Z"}})");
    CHECK(in_may() == 0);
    CHECK(given.due("2027-04-30T00:00:00Z", "2027-06-01T00:00:00Z").size() == 1);
    update(R"({"customAttributes":{"renewal":"2026-05-01"}})");
    CHECK(in_may() == 1);
    update(R"({"timezone":"Pacific/Kiritimati"})");
    CHECK(given.due("2026-04-30T09:59:00Z", "2026-04-30T10:00:00Z").size() == 1);
    client.upsert(R"([{"primaryPhone":"0620000000","customAttributes":{"renewal":"2026-05-09"}}])");
    CHECK(given.due("2026-05-08T00:00:00Z", "2026-05-09T12:00:00Z").size() == 1);
    update(R"({"customAttributes":{"renewal":null}})");
    CHECK(in_may() == 0);
    update(R"({"customAttributes":{"renewal":"2026-05-01"}})");
    CHECK(in_may() == 1);
    client.remove(given.audience, {id});
    CHECK(in_may() == 0);
    client.add(given.audience, {id});
    CHECK(in_may() == 1);
    client.remove(id);
    CHECK(in_may() == 0);
    CHECK(Suite::shared().ask("SELECT count(*)::text FROM contact_dates WHERE contact_id = '" + id +
                              "'") == "0");
}

TEST_CASE("an attribute that is no date of the organization's is not found", "[contact][due]") {
    Given given;
    given.member("2026-05-01");
    const auto id = given.client.list_attributes().data(0).id();
    given.client.delete_attribute(id);
    CHECK(given.due("2026-04-01T00:00:00Z", "2026-06-01T00:00:00Z").empty());
    CHECK(given.scheduler.refused().reason == "CUSTOM_ATTRIBUTE_NOT_FOUND");
    given.client.create_attribute("Renewal", v1::ATTRIBUTE_TYPE_TEXT);
    given.due("2026-04-01T00:00:00Z", "2026-06-01T00:00:00Z");
    CHECK(given.scheduler.refused().reason == "CUSTOM_ATTRIBUTE_NOT_FOUND");
    given.due("2026-04-01T00:00:00Z", "2026-06-01T00:00:00Z", 6'000'000, "Mars/Base");
    CHECK(given.scheduler.refused() == Refusal{"VALIDATION", {"offsetMinutes", "timezone"}});
}

TEST_CASE("dates that PostgreSQL cannot hold keep no contact from being written",
          "[contact][due]") {
    Given given;
    for (const char* date : {"0000-01-01", "0000-01-01T00:00:00Z", "2026-05-01 10:30Z",
                             "2026-05-01t10:30:00+01:00", "9999-12-31T23:59:59.999999Z"}) {
        CAPTURE(date);
        given.member(date);
        CHECK(given.client.refused() == Refusal{});
    }
    CHECK(given.due("2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z").size() == 2);
}

TEST_CASE("many who are due come in parts, in the order of moment and contact", "[contact][due]") {
    Given given;
    std::string data;
    constexpr int people = 2'345;
    for (int i = 0; i < people; ++i) {
        const auto day = std::to_string(10 + i % 7);
        data += std::string{data.empty() ? "[" : ","} + R"({"primaryPhone":"06)" +
                std::to_string(30'000'000 + i) + R"(","customAttributes":{"renewal":"2026-0)" +
                std::to_string(1 + i % 9) + "-" + day + (i % 2 == 0 ? "\"}}" : "T10:00:00Z\"}}");
        if (i % 1'000 != 999 && i != people - 1) continue;
        given.client.upsert(data + "]", given.audience);
        data.clear();
    }
    const auto due = given.due("2025-12-31T00:00:00Z", "2027-01-01T00:00:00Z");
    REQUIRE(due.size() == people);
    const auto key = [](const std::string& it) { return it.substr(37, 24) + it.substr(0, 36); };
    CHECK(std::is_sorted(due.begin(), due.end(), [&](const auto& one, const auto& other) {
        return key(one) < key(other);
    }));
}
