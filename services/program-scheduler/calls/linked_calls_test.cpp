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

/// A dictionary with the other flow's id.
void add_dictionary(Calls& calls) {
    calls.touch("INSERT INTO dictionaries (id, organization_id, name, language, revision, "
                "created_at, updated_at) SELECT id, organization_id, 'Numbers', 'ar', 7, now(), "
                "now() FROM flows WHERE id = '" +
                calls.broken_flow_id + "'");
}

/// The other flow has one more version, which speaks with a dictionary.
void save_again(Calls& calls) {
    const auto& id = calls.broken_flow_id;
    add_dictionary(calls);
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

TEST_CASE("a call that has come to lead to more flows than it may go on in carries none of them",
          "[scheduler][calls]") {
    Calls calls;
    const auto lead_to = [&](int others) {
        // Each names the next; the last of them speaks with a dictionary.
        calls.touch(
            "WITH chain AS (SELECT i, md5(i::text)::uuid AS id, md5((i + 1)::text)::uuid AS next "
            "FROM generate_series(1, " +
            std::to_string(others) +
            ") i), added AS (INSERT INTO flows (id, organization_id, name, version, created_at, "
            "updated_at) SELECT c.id, f.organization_id, 'Flow ' || c.i, 1, now(), now() "
            "FROM chain c, flows f WHERE f.id = '" +
            calls.flow_id +
            "' ON CONFLICT DO NOTHING) INSERT INTO flow_versions (flow_id, version, name, graph, "
            "audio_ids, dictionary_ids, linked_flow_ids, created_at) SELECT id, 1, 'Flow', '{}', "
            "'{}', ARRAY['" +
            calls.broken_flow_id +
            "'::uuid], ARRAY[next], now() FROM chain ON CONFLICT DO NOTHING");
    };
    calls.touch("UPDATE flow_versions SET linked_flow_ids = ARRAY[md5('1')::uuid] "
                "WHERE flow_id = '" +
                calls.flow_id + "'");
    add_dictionary(calls);
    lead_to(20);
    calls.request(calls.to(1));
    const auto most = calls.lease(1);
    REQUIRE(most.size() == 1);
    CHECK(most[0].linked_flows().size() == 20);
    CHECK(most[0].dictionaries().size() == 1);
    lead_to(21);
    calls.request(calls.to(2));
    const auto too_many = calls.lease(1);
    REQUIRE(too_many.size() == 1);
    CHECK(too_many[0].linked_flows().empty());
    CHECK(too_many[0].dictionaries().empty());
    // What its own graph speaks with is there all the same.
    calls.touch("UPDATE flow_versions SET dictionary_ids = ARRAY['" + calls.broken_flow_id +
                "'::uuid] WHERE flow_id = '" + calls.flow_id + "'");
    calls.request(calls.to(3));
    CHECK(calls.lease(1).at(0).dictionaries().size() == 1);
}

TEST_CASE("a call that goes on with no other flow names none", "[scheduler][calls]") {
    Calls calls;
    calls.request(calls.to(1));
    CHECK(calls.lease(1).at(0).linked_flows().empty());
}
