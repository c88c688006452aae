#include "program_scheduler/content/content_fixture.hpp"
#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/content/linked_flows.hpp"

#include <hatif/program/v1/flow_lookup_service.grpc.pb.h>
#include <hatif/program/v1/lease_service.pb.h>
#include <hatif/program/v1/simulation_service.grpc.pb.h>

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::Content;
using program_scheduler::testing::graph_playing;
using program_scheduler::testing::reason_of;
using rpc::Role;
namespace v1 = program::v1;

namespace {

/// Calls, and goes on with that flow.
std::string graph_to(const std::string& flow) {
    return R"({"startNodeId":"d","nodes":[
      {"id":"d","type":"dial","config":{},"outputs":{"onAnswer":"on"}},
      {"id":"on","type":"goto_flow","config":{"flowId":")" +
           flow + R"("}}]})";
}

struct Linked : Content {
    std::vector<std::string> errors_of(const std::string& graph) {
        v1::ValidateFlowRequest request;
        request.set_document(graph);
        v1::FlowValidation answer;
        REQUIRE(
            reason_of(flows->ValidateFlow(as(Role::agent, ours).get(), request, &answer)).empty());
        std::vector<std::string> codes;
        for (const auto& error : answer.errors()) codes.push_back(error.code());
        return codes;
    }

    v1::Flow foreign(const std::string& name) {
        v1::CreateFlowRequest request;
        request.set_name(name);
        request.set_graph(graph_playing(ours.value().to_string()));
        v1::Flow flow;
        REQUIRE(
            reason_of(flows->CreateFlow(as(Role::manager, theirs).get(), request, &flow)).empty());
        return flow;
    }

    v1::Flow changed(const v1::Flow& flow, const std::string& graph) {
        v1::UpdateFlowRequest request;
        request.set_id(flow.id());
        request.set_graph(graph);
        return updated(request);
    }

    /// What a worker is told.
    v1::FlowVersion version_of(const v1::Flow& flow,
                               const std::map<std::string, std::uint32_t>& linked) {
        v1::GetFlowVersionRequest request;
        request.set_flow_id(flow.id());
        request.set_version(flow.version());
        for (const auto& [id, version] : linked) (*request.mutable_linked_flows())[id] = version;
        v1::FlowVersion answer;
        const auto told = pool().transact([&](pg::Transaction& transaction) {
            return answer_flow_version(transaction, request, answer);
        });
        REQUIRE(told);
        return answer;
    }
};

base::FlowId id_of(const v1::Flow& flow) {
    return base::FlowId{base::Uuid::parse(flow.id()).value()};
}

} // namespace

TEST_CASE("linked flows are written as JSON, and read", "[program_scheduler][content]") {
    const LinkedFlows flows{{base::FlowId{base::Uuid::derived({}, 1)}, 3},
                            {base::FlowId{base::Uuid::derived({}, 2)}, 1}};
    CHECK(linked_flows_in(to_json(flows)) == flows);
    CHECK(to_json({}) == "{}");
    CHECK(linked_flows_in("{}").empty());
    CHECK(linked_flows_in(R"({"x":1,"00000000-0000-0000-0000-000000000001":"one"})").empty());
}

TEST_CASE_METHOD(Linked,
                 "a flow goes on with flows of its own organization only",
                 "[program_scheduler][content]") {
    const auto end = created("End", graph_playing(uploaded().id()));
    CHECK(errors_of(graph_to(end.id())).empty());
    CHECK(errors_of(graph_to(foreign("Theirs").id())) == std::vector<std::string>{"unknown_flow"});
    CHECK(errors_of(graph_to(ours.value().to_string())) ==
          std::vector<std::string>{"unknown_flow"});
    changed(end, "{}");
    CHECK(errors_of(graph_to(end.id())) == std::vector<std::string>{"linked_flow_invalid"});
}

TEST_CASE_METHOD(Linked,
                 "a flow that another one goes on with is not deleted",
                 "[program_scheduler][content]") {
    const auto end = created("End", graph_playing(uploaded().id()));
    const auto begin = created("Begin", graph_to(end.id()));
    CHECK(deleted_flow(end.id()) == "FLOW_IN_USE");
    changed(begin, graph_playing(uploaded().id()));
    CHECK(deleted_flow(end.id()).empty());
    const auto alone = created("Alone", graph_playing(uploaded().id()));
    changed(alone, graph_to(alone.id())); // comes back to itself
    CHECK(deleted_flow(alone.id()).empty());
}

TEST_CASE_METHOD(Linked,
                 "all flows behind a flow are found, each in its newest version",
                 "[program_scheduler][content]") {
    const auto third = created("Third", graph_playing(uploaded().id()));
    const auto second = created("Second", graph_to(third.id()));
    const auto newer = changed(third, graph_to(second.id())); // and back
    pool().transact([&](pg::Transaction& transaction) -> base::Result<void> {
        const auto found = newest_linked(transaction, ours, {id_of(second)});
        REQUIRE(found);
        CHECK(versions_of(*found) ==
              LinkedFlows{{id_of(second), 1}, {id_of(third), newer.version()}});
        CHECK(newest_linked(transaction, theirs, {id_of(second)})->empty());
        return {};
    });
    CHECK(newer.version() == 2);
}

TEST_CASE_METHOD(Linked,
                 "more flows than one may go on with are not all read, and refused",
                 "[program_scheduler][content]") {
    auto last = created("0", graph_playing(uploaded().id()));
    for (int i = 1; i <= 25; ++i) last = created(std::to_string(i), graph_to(last.id()));
    pool().transact([&](pg::Transaction& transaction) -> base::Result<void> {
        CHECK(newest_linked(transaction, ours, {id_of(last)})->size() == 21);
        return {};
    });
    CHECK(errors_of(graph_to(last.id())) == std::vector<std::string>{"too_many_linked_flows"});
}

TEST_CASE_METHOD(
    Linked,
    "a worker gets the linked graphs in the versions that it names, and what they play",
    "[program_scheduler][content]") {
    const auto old_audio = uploaded();
    const auto end = created("End", graph_playing(old_audio.id()));
    const auto begin = created("Begin", graph_to(end.id()));
    const auto other = foreign("Theirs");
    changed(end, graph_playing(uploaded().id()));
    const auto told = version_of(begin, {{end.id(), 1}, {other.id(), 1}, {begin.id(), 9}});
    REQUIRE(told.linked_graphs_size() == 1);
    CHECK(told.linked_graphs().at(end.id()) == graph_playing(old_audio.id()));
    CHECK(told.audios_size() == 1);
    CHECK(told.audios().count(old_audio.id()) == 1);
    CHECK(version_of(begin, {}).linked_graphs().empty());
}

TEST_CASE_METHOD(Linked,
                 "a worker that names more flows than a call may go on in gets the first alone",
                 "[program_scheduler][content]") {
    auto last = created("0", graph_playing(uploaded().id()));
    std::map<std::string, std::uint32_t> linked{{last.id(), 1}};
    for (int i = 1; i <= 20; ++i) {
        last = created(std::to_string(i), graph_to(last.id()));
        if (i < 20) linked.emplace(last.id(), 1);
    }
    CHECK(version_of(last, linked).linked_graphs_size() == 20);
    linked.emplace(last.id(), 1);
    const auto told = version_of(last, linked);
    CHECK(told.linked_graphs_size() == 0);
    CHECK(told.audios().empty());
    CHECK(told.graph() == last.graph());
}

TEST_CASE_METHOD(Linked,
                 "of all that a graph names to go on with, one more than it may is kept",
                 "[program_scheduler][content]") {
    std::string nodes;
    for (std::uint64_t i = 0; i < 100; ++i) {
        const auto id = base::Uuid::derived({}, i).to_string();
        nodes += R"(,{"id":"g)" + std::to_string(i) +
                 R"(","type":"goto_flow","config":{"flowId":")" + id + R"("}})";
    }
    const auto flow =
        created("Many", R"({"startNodeId":"d","nodes":[{"id":"d","type":"dial","config":{}})" +
                            nodes + "]}");
    pool().transact([&](pg::Transaction& transaction) -> base::Result<void> {
        const auto rows = transaction.exec(
            "SELECT cardinality(linked_flow_ids) FROM flow_versions WHERE flow_id = $1",
            id_of(flow));
        REQUIRE(rows);
        CHECK((*rows)[0].get<std::int32_t>(0) == 21);
        return {};
    });
}

TEST_CASE_METHOD(Linked,
                 "a simulated call goes on in the linked flow",
                 "[program_scheduler][content]") {
    const auto end = created("End", graph_playing(uploaded().id()));
    const auto simulation = v1::SimulationService::NewStub(channel());
    v1::SimulateFlowRequest request;
    request.set_graph(graph_to(end.id()));
    request.set_script(R"(["answer"])");
    v1::FlowSimulation answer;
    const auto status = simulation->SimulateFlow(as(Role::agent, ours).get(), request, &answer);
    INFO(status.error_message());
    REQUIRE(status.ok());
    std::vector<std::string> path;
    for (const auto& entry : answer.scenarios(0).execution_path()) path.push_back(entry.node_id());
    CHECK(path ==
          std::vector<std::string>{"d", "on", end.id() + "/d", end.id() + "/p", end.id() + "/h"});
}

TEST_CASE_METHOD(Linked,
                 "a replay gets the linked flows that were called with, or the newest",
                 "[program_scheduler][content]") {
    const auto end = created("End", graph_playing(uploaded().id()));
    const auto begin = created("Begin", graph_to(end.id()));
    const auto newest = changed(end, "{}");
    const auto lookup = v1::FlowLookupService::NewStub(channel());
    v1::ReadFlowGraphRequest request;
    request.set_organization_id(ours.value().to_string());
    request.set_flow_id(begin.id());
    request.set_version(1);
    (*request.mutable_linked_flows())[end.id()] = 1;
    v1::FlowGraph answer;
    REQUIRE(lookup->ReadFlowGraph(as_service().get(), request, &answer).ok());
    CHECK(answer.linked_graphs().at(end.id()) == end.graph());
    request.set_version(0);
    REQUIRE(lookup->ReadFlowGraph(as_service().get(), request, &answer).ok());
    CHECK(answer.linked_graphs().at(end.id()) == newest.graph());
    request.clear_flow_id();
    request.set_draft(graph_to(begin.id()));
    REQUIRE(lookup->ReadFlowGraph(as_service().get(), request, &answer).ok());
    CHECK(answer.linked_graphs_size() == 2);
}
