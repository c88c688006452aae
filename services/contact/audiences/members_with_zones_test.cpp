#include "contact/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

TEST_CASE("members come with the zones that they may be in", "[contact][membership][zones]") {
    Client client;
    std::map<std::string, std::string> expected;
    const auto add = [&](const char* json, const char* zones) {
        expected[client.create(json).id()] = zones;
    };
    add(R"({"primaryPhone":"0612345678"})", "Africa/Casablanca");
    add(R"({"primaryPhone":"+33612345678","timezone":"Asia/Tokyo"})", "Asia/Tokyo");
    add(R"({"primaryPhone":"+33612345679"})", "Europe/Paris");
    add(R"({"primaryPhone":"555"})", "");
    std::vector<std::string> ids;
    for (const auto& [id, zones] : expected) ids.push_back(id);
    const auto audience = client.create_audience("customers").id();
    client.add(audience, ids);
    auto scheduler = client.as_service();
    const auto version = scheduler.describe(audience).version();
    CHECK(scheduler.members_with_zones(audience, version) == expected);
    CHECK(scheduler.members(audience, version) == ids);

    // A snapshot says the same of those who may be called.
    for (const auto& callee : scheduler.snapshot(audience, ids)) {
        if (callee.refusal() != v1::REFUSAL_UNSPECIFIED) continue;
        CHECK(callee.zones() == expected.at(callee.contact_id()));
    }
}
