#include "contact/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

namespace {

const std::string nobody = "0192f3a4-0000-7000-8000-000000000001";
const Refusal unseen{"AUDIENCE_NOT_FOUND", {}};

/// New contacts of the client, their ids in order.
std::vector<std::string> contacts(Client& client, int count) {
    std::string data;
    for (int i = 0; i < count; ++i) {
        data += std::string{data.empty() ? "[" : ","} + R"({"primaryPhone":"06)" +
                std::to_string(10'000'000 + i) + "\"}";
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

    std::vector<std::string> members() {
        return scheduler.members(audience, scheduler.describe(audience).version());
    }
};

v1::UpdateAudienceRequest update_of(const std::string& id) {
    v1::UpdateAudienceRequest request;
    request.set_id(id);
    return request;
}

std::string announced(const std::string& audience) {
    return Suite::shared().ask("SELECT string_agg(substr(type, 18), ' ' ORDER BY xid, id, place) "
                               "FROM announcements WHERE key = '" +
                               audience + "'");
}

std::string stored_memberships(const std::string& audience) {
    return Suite::shared().ask("SELECT count(*)::text FROM memberships WHERE audience_id = '" +
                               audience + "'");
}

} // namespace

TEST_CASE("only the members sent of an audience change", "[contact][audience-service]") {
    Client client;
    const auto made = client.create_audience("customers");
    auto request = update_of(made.id());
    request.set_description("who buys");
    auto after = client.update_audience(request);
    CHECK(after.name() == "customers");
    CHECK(after.description() == "who buys");
    CHECK(after.updated_at().DebugString() != made.updated_at().DebugString());

    auto renamed = update_of(made.id());
    renamed.set_name("Acheteurs");
    after = client.update_audience(renamed);
    CHECK(after.name() == "Acheteurs");
    CHECK(after.description() == "who buys");
    CHECK(client.get_audience(made.id()).DebugString() == after.DebugString());
    v1::ListAudiencesRequest search;
    search.set_search("acheteurs");
    CHECK(client.list_audiences(search).meta().total() == 1);

    CHECK(client.update_audience(renamed).DebugString() == after.DebugString()); // nothing new
    auto cleared = update_of(made.id());
    cleared.add_cleared("description");
    CHECK_FALSE(client.update_audience(cleared).has_description());
    CHECK(announced(made.id()) ==
          "AudienceCreated AudienceUpdated AudienceUpdated AudienceUpdated");
}

TEST_CASE("an audience keeps a name of 3 to 64 characters", "[contact][audience-service]") {
    Client client;
    auto request = update_of(client.create_audience("customers").id());
    request.set_name("ab");
    client.update_audience(request);
    CHECK(client.refused() == Refusal{"VALIDATION", {"name"}});
    request.clear_name();
    request.add_cleared("name");
    client.update_audience(request);
    CHECK(client.refused() == Refusal{"VALIDATION", {"name"}});
    client.update_audience(update_of(nobody));
    CHECK(client.refused() == unseen);
}

TEST_CASE("a deleted audience is gone for clients, and its contacts stay",
          "[contact][audience-service]") {
    Given given{2};
    given.client.add(given.audience, given.ids);
    given.client.delete_audience(given.audience);
    CHECK(given.client.refused() == Refusal{});
    given.client.get_audience(given.audience);
    CHECK(given.client.refused() == unseen);
    given.client.delete_audience(given.audience);
    CHECK(given.client.refused() == unseen);
    given.client.add(given.audience, given.ids);
    CHECK(given.client.refused() == unseen);
    given.client.replace(given.audience, given.ids);
    CHECK(given.client.refused() == unseen);
    given.client.update_audience(update_of(given.audience));
    CHECK(given.client.refused() == unseen);
    CHECK(given.client.list_audiences().meta().total() == 0);
    CHECK(given.client.list_audiences_of(given.ids[0]).meta().total() == 0);
    CHECK(given.client.list().meta().total() == 2);
    given.scheduler.describe(given.audience); // what a launch asks
    CHECK(given.scheduler.refused() == unseen);
    CHECK(announced(given.audience) == "AudienceCreated AudienceMembersChanged AudienceDeleted");
}

TEST_CASE("what was launched with an audience goes on after it was deleted",
          "[contact][membership]") {
    Given given{3};
    auto& [client, scheduler, ids, audience] = given;
    client.add(audience, ids);
    const auto launched = scheduler.describe(audience).version();
    client.remove(audience, {ids[1]});
    client.delete_audience(audience);
    CHECK(scheduler.members(audience, launched) == ids);
    auto callees = scheduler.snapshot(audience, ids);
    REQUIRE(callees.size() == 3);
    CHECK(callees[0].refusal() == v1::REFUSAL_UNSPECIFIED);
    CHECK(callees[1].refusal() == v1::REFUSAL_REMOVED_FROM_AUDIENCE);
    CHECK(callees[2].refusal() == v1::REFUSAL_UNSPECIFIED);

    client.remove(ids[2]); // from all campaigns
    CHECK(scheduler.members(audience, launched) == ids);
    CHECK(scheduler.snapshot(audience, {ids[2]}).at(0).refusal() == v1::REFUSAL_DELETED);
}

TEST_CASE("who is removed from an audience or deleted after the launch is not called",
          "[contact][membership]") {
    Given given{2};
    auto& [client, scheduler, ids, audience] = given;
    client.add(audience, ids);
    client.remove(audience, {ids[0]});
    client.remove(ids[1]);
    const auto callees = scheduler.snapshot(audience, ids);
    REQUIRE(callees.size() == 2);
    CHECK(callees[0].refusal() == v1::REFUSAL_REMOVED_FROM_AUDIENCE);
    CHECK(callees[1].refusal() == v1::REFUSAL_DELETED);
}

TEST_CASE("replacing writes only who comes and who goes, in one version",
          "[contact][audience-service]") {
    Given given{5};
    auto& [client, scheduler, ids, audience] = given;
    client.add(audience, {ids[0], ids[1], ids[2]});
    const auto before = scheduler.describe(audience).version();
    const auto answer = client.replace(audience, {ids[2], ids[3], nobody, ids[1], ids[3]});
    REQUIRE(client.refused() == Refusal{});
    CHECK(answer.added() == 1);
    CHECK(answer.removed() == 1);
    CHECK(answer.unchanged() == 2);
    CHECK(answer.contact_count() == 3);
    REQUIRE(answer.unknown_size() == 1);
    CHECK(answer.unknown(0) == nobody);
    CHECK(scheduler.describe(audience).version() == before + 1);
    CHECK(given.members() == std::vector<std::string>{ids[1], ids[2], ids[3]});
    CHECK(scheduler.members(audience, before) == std::vector<std::string>{ids[0], ids[1], ids[2]});
    CHECK(stored_memberships(audience) == "4");

    CHECK(client.replace(audience, {ids[1], ids[2], ids[3]}).unchanged() == 3);
    CHECK(scheduler.describe(audience).version() == before + 1);
}

TEST_CASE("an empty list empties an audience, and no list does not",
          "[contact][audience-service]") {
    Given given{2};
    given.client.add(given.audience, given.ids);
    v1::ReplaceContactsRequest nothing;
    nothing.set_id(given.audience);
    given.client.replace(nothing);
    CHECK(given.client.refused() == Refusal{"VALIDATION", {"contacts"}});
    CHECK(given.client.replace(given.audience, {}).removed() == 2);
    CHECK(given.client.get_audience(given.audience).contact_count() == 0);
}

TEST_CASE("another organization's contact is unknown to a replacement, and its audience unseen",
          "[contact][audience-service]") {
    Given mine{1}, others{1};
    CHECK(mine.client.replace(mine.audience, others.ids).unknown_size() == 1);
    mine.client.replace(others.audience, mine.ids);
    CHECK(mine.client.refused() == unseen);
    mine.client.update_audience(update_of(others.audience));
    CHECK(mine.client.refused() == unseen);
    mine.client.delete_audience(others.audience);
    CHECK(mine.client.refused() == unseen);
    mine.client.list_audiences_of(others.ids[0]);
    CHECK(mine.client.refused() == Refusal{"CONTACT_NOT_FOUND", {}});
}

TEST_CASE("the audiences of a contact are those that it is a member of now",
          "[contact][audience-service]") {
    Given given{2};
    auto& [client, scheduler, ids, audience] = given;
    const auto other = client.create_audience("others").id();
    client.create_audience("without anybody");
    client.add(audience, ids);
    client.add(other, {ids[0]});
    CHECK(client.list_audiences_of(ids[0]).meta().total() == 2);
    const auto page = client.list_audiences_of(ids[1]);
    REQUIRE(page.data_size() == 1);
    CHECK(page.data(0).id() == audience);
    CHECK(page.data(0).contact_count() == 2);
    client.remove(other, {ids[0]});
    CHECK(client.list_audiences_of(ids[0]).meta().total() == 1);
    client.list_audiences_of(nobody);
    CHECK(client.refused() == Refusal{"CONTACT_NOT_FOUND", {}});
}

TEST_CASE("a rename between two pages of names loses and doubles nobody else",
          "[contact][audience-service]") {
    Client client;
    std::vector<std::string> ids;
    for (const char* name : {"aaa", "bbb", "ccc", "ddd"}) {
        ids.push_back(client.create_audience(name).id());
    }
    v1::ListAudiencesRequest request;
    request.set_sort_by("name");
    request.set_sort_order(type::v1::SORT_ORDER_ASC);
    request.set_limit(2);
    request.set_cursor(client.list_audiences(request).meta().next_cursor());
    auto renamed = update_of(ids[1]);
    renamed.set_name("zzz"); // the last of the first page
    client.update_audience(renamed);
    request.set_limit(10);
    const auto rest = client.list_audiences(request);
    REQUIRE(rest.data_size() == 3);
    CHECK(rest.data(0).name() == "ccc");
    CHECK(rest.data(2).name() == "zzz");
}

// Adds, removals, replacements and deletions at once: the count is the number of members, and each
// version that was seen yields its own count.
TEST_CASE("members that many change at once are counted right", "[contact][membership]") {
    Given given{60};
    const auto& ids = given.ids;
    std::vector<std::thread> threads;
    for (unsigned seed = 0; seed < 6; ++seed) {
        threads.emplace_back([&, seed, client = given.client]() mutable {
            std::mt19937 dice{seed};
            for (int step = 0; step < 25; ++step) {
                std::vector<std::string> some;
                std::sample(ids.begin(), ids.end(), std::back_inserter(some), 1 + dice() % 20,
                            dice);
                switch (dice() % 3) {
                case 0:
                    client.replace(given.audience, some);
                    break;
                case 1:
                    client.remove(given.audience, some);
                    break;
                default:
                    client.add(given.audience, some);
                }
            }
            client.remove(ids[seed]); // the contact
        });
    }
    for (auto& thread : threads) thread.join();

    const auto said = given.scheduler.describe(given.audience);
    const auto members = given.members();
    CHECK(said.count() == static_cast<std::int64_t>(members.size()));
    CHECK(given.client.get_audience(given.audience).contact_count() == said.count());
    CHECK(std::set<std::string>{members.begin(), members.end()}.size() == members.size());
    for (unsigned gone = 0; gone < 6; ++gone) {
        CHECK(std::find(members.begin(), members.end(), ids[gone]) == members.end());
    }
    const auto wrong = Suite::shared().ask(
        "SELECT count(*)::text FROM (SELECT contact_id, count(*) FROM memberships WHERE "
        "audience_id = '" +
        given.audience +
        "' AND removed_version IS NULL GROUP BY contact_id HAVING count(*) > 1) AS twice");
    CHECK(wrong == "0");
}
