#include "contact/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <vector>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

namespace {

using Counts = std::map<std::string, std::int64_t>;

/// By zones, and by the reason's name.
Counts counts(const v1::Census& census) {
    Counts all;
    for (const auto& it : census.callable()) all[it.zones()] += it.contacts();
    for (const auto& it : census.refused()) all[v1::Refusal_Name(it.reason())] += it.contacts();
    return all;
}

/// The same, asked person by person.
Counts one_by_one(Client& scheduler,
                  const std::string& audience,
                  const std::vector<std::string>& members,
                  bool include_unreachable) {
    Counts all;
    for (const auto& callee : scheduler.snapshot(audience, members, include_unreachable)) {
        const bool may = callee.refusal() == v1::REFUSAL_UNSPECIFIED;
        ++all[may ? callee.zones() : v1::Refusal_Name(callee.refusal())];
    }
    return all;
}

} // namespace

TEST_CASE("a census counts whom a snapshot would refuse, and where the others are",
          "[contact][membership][census]") {
    Client client;
    std::vector<std::string> ids;
    for (const char* json :
         {R"({"primaryPhone":"0612345601"})", R"({"primaryPhone":"0612345602"})",
          R"({"primaryPhone":"0612345603"})", R"({"primaryPhone":"0612345604"})",
          R"({"primaryPhone":"+33612345678"})",
          R"({"primaryPhone":"+33612345679","timezone":"Asia/Tokyo"})", R"({"primaryPhone":"555"})",
          R"({"primaryPhone":"0612345605"})", R"({"primaryPhone":"0612345606"})"}) {
        ids.push_back(client.create(json).id());
    }
    const auto audience = client.create_audience("customers").id();
    client.add(audience, ids);
    auto scheduler = client.as_service();
    const auto version = scheduler.describe(audience).version();
    client.list_number("0612345601");
    client.remove(ids[1]);                     // deleted
    client.remove(audience, {ids[2], ids[7]}); // out of the audience
    client.add(audience, {ids[7]});            // and in again
    Suite::shared().ask("UPDATE contacts SET phone_status = 'unreachable' WHERE id = '" + ids[3] +
                        "' RETURNING 'x'");
    const auto census = scheduler.census(audience, version);
    CHECK(counts(census) == Counts{{"REFUSAL_DO_NOT_CALL", 1},
                                   {"REFUSAL_DELETED", 1},
                                   {"REFUSAL_REMOVED_FROM_AUDIENCE", 1},
                                   {"REFUSAL_UNREACHABLE", 1},
                                   {"REFUSAL_PHONE_INVALID", 1},
                                   {"Africa/Casablanca", 2},
                                   {"Europe/Paris", 1},
                                   {"Asia/Tokyo", 1}});
    CHECK(census.callable(0).contacts() == 2); // the most first
    for (const bool include : {false, true}) {
        const auto members = scheduler.members(audience, version);
        CHECK(counts(scheduler.census(audience, version, include)) ==
              one_by_one(scheduler, audience, members, include));
    }
}

TEST_CASE("a census is of a version that there is, for services", "[contact][membership][census]") {
    Client client;
    const auto audience = client.create_audience("customers").id();
    auto scheduler = client.as_service();
    CHECK(scheduler.census(audience, 0).ByteSizeLong() == 0);
    scheduler.census(audience, 7);
    CHECK(scheduler.refused().reason == "VALIDATION");
    auto admin = client.as(rpc::Role::admin);
    admin.census(audience, 0);
    CHECK(admin.refused().reason == "FORBIDDEN");
    auto stranger = Client{}.as_service();
    stranger.census(audience, 0);
    CHECK(stranger.refused().reason == "AUDIENCE_NOT_FOUND");
}
