#include "contact/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

namespace {

const std::string nobody = "0192f3a4-0000-7000-8000-000000000001";

/// New contacts of the client, their ids in order.
std::vector<std::string> contacts(Client& client, int count) {
    std::string data;
    for (int i = 0; i < count; ++i) {
        data += std::string{data.empty() ? "[" : ","} + R"({"primaryPhone":"06)" +
                std::to_string(10'000'000 + i) + R"(","firstName":"n)" + std::to_string(i) + "\"}";
    }
    const auto answer = client.upsert(data + "]");
    std::vector<std::string> ids;
    for (const auto& result : answer.results()) ids.push_back(result.id());
    std::sort(ids.begin(), ids.end());
    return ids;
}

struct Given {
    Client client;
    Client scheduler = client.as_service();
    std::vector<std::string> ids;
    std::string audience;

    explicit Given(int count)
        : ids{contacts(client, count)}, audience{client.create_audience("customers").id()} {}
};

} // namespace

TEST_CASE("an audience starts empty and is read as it was made", "[contact][audience-service]") {
    Client client;
    const auto made = client.create_audience("Ramadan customers");
    CHECK(client.refused() == Refusal{});
    const auto read = client.get_audience(made.id());
    CHECK(read.DebugString() == made.DebugString());
    CHECK(read.contact_count() == 0);
    CHECK_FALSE(read.has_description());
    client.create_audience("ab");
    CHECK(client.refused() == Refusal{"VALIDATION", {"name"}});
}

TEST_CASE("another organization's audience is not found", "[contact][audience-service]") {
    Client owner, other;
    const auto audience = owner.create_audience("customers").id();
    const Refusal unseen{"AUDIENCE_NOT_FOUND", {}};
    other.get_audience(audience);
    CHECK(other.refused() == unseen);
    other.add(audience, {nobody});
    CHECK(other.refused() == unseen);
    v1::ListAudienceContactsRequest request;
    request.set_id(audience);
    other.list_members(request);
    CHECK(other.refused() == unseen);
    auto scheduler = other.as_service();
    scheduler.describe(audience);
    CHECK(scheduler.refused() == unseen);
}

TEST_CASE("audiences are listed by name and time", "[contact][audience-service]") {
    Client client;
    for (const char* name : {"Été", "abc", "Zed", "fff"}) client.create_audience(name);
    v1::ListAudiencesRequest request;
    request.set_sort_by("name");
    request.set_sort_order(type::v1::SORT_ORDER_ASC);
    request.set_limit(3);
    const auto page = client.list_audiences(request);
    REQUIRE(page.data_size() == 3);
    CHECK(page.data(0).name() == "abc");
    CHECK(page.data(1).name() == "Été");
    request.set_cursor(page.meta().next_cursor());
    CHECK(client.list_audiences(request).data(0).name() == "Zed");
    request.clear_cursor();
    request.set_search("ete");
    CHECK(client.list_audiences(request).meta().total() == 1);
}

TEST_CASE("audiences are walked by pages and by cursors alike", "[contact][audience-service]") {
    Client client;
    std::vector<std::string> made;
    for (const char* name : {"five", "four", "three", "two", "one"}) {
        made.push_back(client.create_audience(name).id());
    }
    const bool by_name = GENERATE(false, true);
    CAPTURE(by_name);
    v1::ListAudiencesRequest request; // in the default order: the newest first
    if (by_name) request.set_sort_by("name");
    request.set_limit(2);
    std::vector<std::string> by_page, by_cursor;
    for (std::uint32_t number = 1; number <= 3; ++number) {
        request.set_page(number);
        const auto page = client.list_audiences(request);
        for (const auto& it : page.data()) by_page.push_back(it.id());
    }
    request.clear_page();
    for (bool more = true; more;) {
        const auto page = client.list_audiences(request);
        REQUIRE(client.refused() == Refusal{});
        for (const auto& it : page.data()) by_cursor.push_back(it.id());
        more = page.meta().has_next_cursor();
        request.set_cursor(page.meta().next_cursor());
    }
    CHECK(by_cursor == by_page);
    CHECK(by_page.size() == made.size());
    if (!by_name) CHECK(by_page.back() == made.front());
}

TEST_CASE("the members of an audience are walked by cursor, newest first",
          "[contact][audience-service]") {
    Given given{5};
    given.client.add(given.audience, given.ids);
    v1::ListAudienceContactsRequest request;
    request.set_id(given.audience);
    request.set_limit(2);
    std::vector<std::string> by_page, by_cursor;
    for (std::uint32_t number = 1; number <= 3; ++number) {
        request.set_page(number);
        const auto page = given.client.list_members(request);
        for (const auto& it : page.data()) by_page.push_back(it.id());
    }
    request.clear_page();
    for (bool more = true; more;) {
        const auto page = given.client.list_members(request);
        REQUIRE(given.client.refused() == Refusal{});
        for (const auto& it : page.data()) by_cursor.push_back(it.id());
        more = page.meta().has_next_cursor();
        request.set_cursor(page.meta().next_cursor());
    }
    CHECK(by_page.size() == 5);
    CHECK(by_cursor == by_page);
}

TEST_CASE("members are added once; strangers are reported", "[contact][audience-service]") {
    Given given{3};
    const auto& ids = given.ids;
    auto added = given.client.add(given.audience, {ids[0], nobody, ids[1], ids[0]});
    CHECK(added.added() == 2);
    CHECK(added.unchanged() == 0);
    REQUIRE(added.unknown_size() == 1);
    CHECK(added.unknown(0) == nobody);
    CHECK(added.contact_count() == 2);
    added = given.client.add(given.audience, {ids[0], ids[2]});
    CHECK(added.added() == 1);
    CHECK(added.unchanged() == 1);
    CHECK(given.client.get_audience(given.audience).contact_count() == 3);
    given.client.add(given.audience, {"x"});
    CHECK(given.client.refused() == Refusal{"VALIDATION", {"contacts[0]"}});
}

TEST_CASE("a repeat of a change makes no new version", "[contact][audience-service]") {
    Given given{1};
    given.client.add(given.audience, given.ids);
    const auto version = given.scheduler.describe(given.audience).version();
    given.client.add(given.audience, given.ids);
    given.client.remove(given.audience, {nobody});
    CHECK(given.scheduler.describe(given.audience).version() == version);
}

TEST_CASE("who is removed is no member, and is reported when it was none",
          "[contact][audience-service]") {
    Given given{2};
    given.client.add(given.audience, given.ids);
    const auto removed = given.client.remove(given.audience, {given.ids[0], nobody});
    CHECK(removed.removed() == 1);
    CHECK(removed.unknown(0) == nobody);
    CHECK(removed.contact_count() == 1);
    v1::ListAudienceContactsRequest request;
    request.set_id(given.audience);
    const auto page = given.client.list_members(request);
    REQUIRE(page.data_size() == 1);
    CHECK(page.data(0).id() == given.ids[1]);
    CHECK(page.meta().total() == 1);
}

TEST_CASE("the members of an audience are searched like contacts", "[contact][audience-service]") {
    Given given{3};
    given.client.add(given.audience, {given.ids[0], given.ids[1]});
    v1::ListAudienceContactsRequest request;
    request.set_id(given.audience);
    request.set_search(given.client.get(given.ids[1]).first_name());
    CHECK(given.client.list_members(request).meta().total() == 1);
    request.set_search(given.client.get(given.ids[2]).first_name());
    CHECK(given.client.list_members(request).meta().total() == 0);
}

TEST_CASE("each version yields exactly its members, whatever happened later",
          "[contact][membership]") {
    Given given{5};
    auto& [client, scheduler, ids, audience] = given;
    struct Version {
        v1::AudienceVersion said;
        std::vector<std::string> members;
    };
    std::vector<Version> versions{{scheduler.describe(audience), {}}};
    const auto now_are = [&](std::vector<std::string> members) {
        versions.push_back({scheduler.describe(audience), std::move(members)});
    };
    client.add(audience, {ids[0], ids[1], ids[2]});
    now_are({ids[0], ids[1], ids[2]});
    client.remove(audience, {ids[1]});
    now_are({ids[0], ids[2]});
    client.add(audience, {ids[1], ids[4]}); // one comes back
    now_are({ids[0], ids[1], ids[2], ids[4]});
    client.remove(ids[2]); // deleted for good
    now_are({ids[0], ids[1], ids[4]});
    client.remove(audience, {ids[1]});
    now_are({ids[0], ids[4]});

    for (const auto& [said, members] : versions) {
        CAPTURE(said.version());
        CHECK(said.count() == static_cast<std::int64_t>(members.size()));
        CHECK(scheduler.members(audience, said.version()) == members);
    }
    CHECK(client.get_audience(audience).contact_count() == 2);
    scheduler.members(audience, versions.back().said.version() + 1);
    CHECK(scheduler.refused().reason == "VALIDATION");
}

TEST_CASE("the stream goes on after a place, in windows of any size", "[contact][membership]") {
    Given given{25};
    given.client.add(given.audience, given.ids);
    const auto version = given.scheduler.describe(given.audience).version();
    std::vector<std::string> walked;
    for (std::string after;;) {
        const auto window = given.scheduler.members(given.audience, version, after, 7);
        CHECK(given.scheduler.refused() == Refusal{});
        if (window.empty()) break;
        walked.insert(walked.end(), window.begin(), window.end());
        after = window.back();
    }
    CHECK(walked == given.ids);
}

TEST_CASE("a snapshot answers for each id in its order", "[contact][membership]") {
    Given given{3};
    auto& [client, scheduler, ids, audience] = given;
    const auto short_code = client.create(R"({"primaryPhone":"555"})").id();
    client.add(audience, {ids[0], ids[1], ids[2], short_code});
    client.remove(audience, {ids[1]});
    client.remove(ids[2]);
    const auto callees =
        scheduler.snapshot(audience, {short_code, ids[2], nobody, ids[0], ids[1], "x"});
    REQUIRE(callees.size() == 6);
    CHECK(callees[0].refusal() == v1::REFUSAL_PHONE_INVALID);
    CHECK(callees[1].refusal() == v1::REFUSAL_DELETED);
    CHECK(callees[2].refusal() == v1::REFUSAL_DELETED);
    CHECK(callees[3].refusal() == v1::REFUSAL_UNSPECIFIED);
    CHECK(callees[3].contact_id() == ids[0]);
    CHECK(callees[3].phone() == client.get(ids[0]).phone_e164());
    CHECK(callees[3].fields().at("firstName") == client.get(ids[0]).first_name());
    CHECK(callees[4].refusal() == v1::REFUSAL_REMOVED_FROM_AUDIENCE);
    CHECK(callees[5].refusal() == v1::REFUSAL_DELETED);
    CHECK(scheduler.snapshot("", {ids[1]}).at(0).refusal() == v1::REFUSAL_UNSPECIFIED);
}

TEST_CASE("an audience of very many is not replaced in one request", "[contact][membership]") {
    Given given{2};
    given.client.add(given.audience, given.ids);
    Suite::shared().ask("UPDATE audiences SET contact_count = 200000 WHERE id = '" +
                        given.audience + "' RETURNING name");
    given.client.replace(given.audience, {given.ids[0]});
    CHECK(given.client.refused() == Refusal{"VALIDATION", {"contacts"}});
    CHECK(given.client.add(given.audience, {given.ids[0]}).unchanged() == 1);
}

TEST_CASE("membership is for services only", "[contact][membership]") {
    Given given{1};
    auto admin = given.client.as(rpc::Role::admin);
    admin.describe(given.audience);
    CHECK(admin.refused() == Refusal{"FORBIDDEN", {}});
    admin.members(given.audience, 0);
    CHECK(admin.refused() == Refusal{"FORBIDDEN", {}});
}

TEST_CASE("changes of members are announced with their version", "[contact][membership]") {
    Given given{2};
    given.client.add(given.audience, given.ids);
    given.client.remove(given.ids[0]);
    CHECK(Suite::shared().ask(
              "SELECT string_agg(type, ' ' ORDER BY xid, id, place) FROM announcements "
              "WHERE key = '" +
              given.audience + "'") ==
          "hatif.contact.v1.AudienceCreated hatif.contact.v1.AudienceMembersChanged "
          "hatif.contact.v1.AudienceMembersChanged");
}
