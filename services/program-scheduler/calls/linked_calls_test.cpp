#include "program_scheduler/calls/calls_fixture.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using testing::Calls;

namespace {

/// The flow that can be called goes on with the other one.
void link(Calls& calls) {
    calls.touch("UPDATE flow_versions SET linked_flow_ids = ARRAY['" + calls.broken_flow_id +
                "'::uuid] WHERE flow_id = '" + calls.flow_id + "'");
}

/// The other flow has one more version, which speaks with a dictionary.
void save_again(Calls& calls) {
    const auto& id = calls.broken_flow_id;
    calls.touch("INSERT INTO dictionaries (id, organization_id, name, language, revision, "
                "created_at, updated_at) SELECT id, organization_id, 'Numbers', 'ar', 7, now(), "
                "now() FROM flows WHERE id = '" +
                id + "'");
    calls.touch("INSERT INTO flow_versions SELECT flow_id, 2, name, graph, audio_ids, created_at, "
                "ARRAY[flow_id] FROM flow_versions WHERE flow_id = '" +
                id + "'");
    calls.touch("UPDATE flows SET version = 2 WHERE id = '" + id + "'");
}

} // namespace

TEST_CASE("a single call goes on with the newest version, and speaks with its dictionaries",
          "[scheduler][calls]") {
    Calls calls;
    calls.request(calls.to(1));
    link(calls);
    save_again(calls); // after it was asked for
    const auto leases = calls.lease(1);
    REQUIRE(leases.size() == 1);
    REQUIRE(leases[0].linked_flows().count(calls.broken_flow_id) == 1);
    CHECK(leases[0].linked_flows().at(calls.broken_flow_id) == 2);
    REQUIRE(leases[0].dictionaries().count(calls.broken_flow_id) == 1);
    CHECK(leases[0].dictionaries().at(calls.broken_flow_id) == 7);
}

TEST_CASE("an execution goes on with the versions of its launch", "[scheduler][calls]") {
    Calls calls;
    calls.touch("UPDATE executions SET linked_flows = jsonb_build_object('" + calls.broken_flow_id +
                "', 1)");
    link(calls);
    save_again(calls);
    calls.plan();
    const auto leases = calls.lease(1);
    REQUIRE(leases.size() == 1);
    REQUIRE(leases[0].linked_flows().count(calls.broken_flow_id) == 1);
    CHECK(leases[0].linked_flows().at(calls.broken_flow_id) == 1);
    CHECK(leases[0].dictionaries().empty());
}

TEST_CASE("a call that goes on with no other flow names none", "[scheduler][calls]") {
    Calls calls;
    calls.request(calls.to(1));
    CHECK(calls.lease(1).at(0).linked_flows().empty());
}
