#include "program_scheduler/content/content_fixture.hpp"
#include "program_scheduler/content/flow_content.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::Content;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::graph_playing;
using program_scheduler::testing::graph_saying;
using program_scheduler::testing::reason_of;
using rpc::Role;
namespace v1 = program::v1;

namespace {

v1::UpdateFlowRequest change_of(const v1::Flow& flow) {
    v1::UpdateFlowRequest change;
    change.set_id(flow.id());
    return change;
}

/// Says what an attribute holds.
std::string graph_reading(const std::string& attribute) {
    return graph_saying(R"({"type":"number","language":"fr","value":{"source":"customAttribute",)"
                        R"("attributeName":")" +
                        attribute + R"("}})");
}

std::string codes(const google::protobuf::RepeatedPtrField<v1::FlowValidation::Finding>& findings) {
    std::string all;
    for (const auto& finding : findings) all += (all.empty() ? "" : " ") + finding.code();
    return all;
}

} // namespace

TEST_CASE_METHOD(Content,
                 "another graph or another name is a new version, and the old ones stay",
                 "[program_scheduler][content]") {
    const auto first = created("Reminder", "{}");
    auto change = change_of(first);
    change.set_graph(graph_playing(uploaded().id()));
    const auto second = updated(change);
    CHECK(second.version() == 2);
    CHECK(second.name() == "Reminder");
    CHECK(second.graph() == change.graph());
    CHECK(second.validation().valid());

    change = change_of(first);
    change.set_name("Bill reminder");
    const auto third = updated(change);
    CHECK(third.version() == 3);
    CHECK(third.graph() == second.graph());

    v1::ReadFlowVersionRequest past;
    past.set_id(first.id());
    past.set_version(1);
    v1::Flow read;
    REQUIRE(flows->ReadFlowVersion(as(Role::agent, ours).get(), past, &read).ok());
    CHECK(read.graph() == "{}");
    CHECK(read.name() == "Reminder");
    CHECK(read.version() == 1);
    past.set_version(4);
    CHECK(reason_of(flows->ReadFlowVersion(as(Role::agent, ours).get(), past, &read)) ==
          "FLOW_NOT_FOUND");
    past.set_version(1);
    CHECK(reason_of(flows->ReadFlowVersion(as(Role::agent, theirs).get(), past, &read)) ==
          "FLOW_NOT_FOUND");
}

TEST_CASE_METHOD(Content, "what does not change saves no version", "[program_scheduler][content]") {
    const auto first = created("Reminder", R"({"startNodeId":"a","nodes":[]})");
    auto same = change_of(first);
    CHECK(updated(same).version() == 1);
    same.set_name("Reminder");
    same.set_graph("{ \"startNodeId\" : \"a\",\n \"nodes\" : [] }");
    const auto after = updated(same);
    CHECK(after.version() == 1);
    CHECK(after.graph() == first.graph());
    CHECK(after.updated_at().SerializeAsString() == first.updated_at().SerializeAsString());

    auto described = change_of(first);
    described.set_description("Said each month");
    CHECK(updated(described).version() == 1);
    CHECK(updated(change_of(first)).description() == "Said each month");
    described.clear_description();
    described.add_cleared("description");
    CHECK_FALSE(updated(described).has_description());
}

TEST_CASE_METHOD(Content,
                 "a flow keeps its name and its graph: null is refused",
                 "[program_scheduler][content]") {
    auto change = change_of(created("Reminder", "{}"));
    change.add_cleared("name");
    change.add_cleared("graph");
    v1::Flow flow;
    const auto status = flows->UpdateFlow(as(Role::manager, ours).get(), change, &flow);
    CHECK(fields_of(status) == "name graph");
    change.clear_cleared();
    CHECK(reason_of(flows->UpdateFlow(as(Role::manager, theirs).get(), change, &flow)) ==
          "FLOW_NOT_FOUND");
    CHECK(reason_of(flows->UpdateFlow(as(Role::agent, ours).get(), change, &flow)) == "FORBIDDEN");
}

TEST_CASE_METHOD(Content,
                 "the versions of a flow are listed newest first",
                 "[program_scheduler][content]") {
    const auto flow = created("One", "{}");
    auto change = change_of(flow);
    for (const auto* name : {"Two", "Three"}) {
        change.set_name(name);
        updated(change);
    }
    change.set_graph(graph_playing(uploaded().id()));
    updated(change);

    v1::ListFlowVersionsRequest request;
    request.set_id(flow.id());
    request.set_limit(3);
    v1::ListFlowVersionsResponse answer;
    REQUIRE(flows->ListFlowVersions(as(Role::agent, ours).get(), request, &answer).ok());
    REQUIRE(answer.data_size() == 3);
    CHECK(answer.data(0).version() == 4);
    CHECK(answer.data(0).valid());
    CHECK(answer.data(1).name() == "Three");
    CHECK_FALSE(answer.data(1).valid());
    CHECK(answer.data(0).flow_id() == flow.id());
    CHECK(answer.meta().total() == 4);
    request.set_page(2);
    REQUIRE(flows->ListFlowVersions(as(Role::agent, ours).get(), request, &answer).ok());
    REQUIRE(answer.data_size() == 1);
    CHECK(answer.data(0).name() == "One");
    CHECK(reason_of(flows->ListFlowVersions(as(Role::agent, theirs).get(), request, &answer)) ==
          "FLOW_NOT_FOUND");
}

TEST_CASE_METHOD(Content,
                 "a deleted flow is gone for clients; what runs keeps its version",
                 "[program_scheduler][content]") {
    const auto flow = created("Reminder", "{}");
    REQUIRE(deleted_flow(flow.id()).empty());
    CHECK(deleted_flow(flow.id()) == "FLOW_NOT_FOUND");
    v1::GetFlowRequest get;
    get.set_id(flow.id());
    v1::Flow read;
    CHECK(reason_of(flows->GetFlow(as(Role::agent, ours).get(), get, &read)) == "FLOW_NOT_FOUND");
    v1::ListFlowVersionsRequest versions;
    versions.set_id(flow.id());
    v1::ListFlowVersionsResponse answer;
    CHECK(reason_of(flows->ListFlowVersions(as(Role::agent, ours).get(), versions, &answer)) ==
          "FLOW_NOT_FOUND");
    v1::ListFlowsResponse list_answer;
    REQUIRE(list({}, list_answer).ok());
    CHECK(list_answer.data_size() == 0);

    const base::FlowId id{base::Uuid::parse(flow.id()).value()};
    pool().transact([&](pg::Transaction& transaction) -> base::Result<void> {
        CHECK(flow_version(transaction, id, 1)->graph == "{}");
        CHECK(require_flow(transaction, ours, id).error().reason == "FLOW_NOT_FOUND");
        return {};
    });
}

TEST_CASE_METHOD(Content,
                 "attributes and dictionaries that the organization has not are errors",
                 "[program_scheduler][content]") {
    CHECK(created("Balance", graph_reading("account_balance")).validation().valid());
    CHECK(codes(created("Typo", graph_reading("acount_balance")).validation().errors()) ==
          "unknown_attribute");
    const auto unknown =
        graph_saying(R"({"type":"word","key":"hello","language":"fr","dictionaryId":")" +
                     ours.value().to_string() + R"("})");
    CHECK(codes(created("Word", unknown).validation().errors()) == "unknown_dictionary");
}

TEST_CASE_METHOD(Content,
                 "while contact is away a flow can be saved, with a warning, and not launched",
                 "[program_scheduler][content]") {
    const auto plain = created("Plain", graph_playing(uploaded().id()));
    const auto reading = created("Balance", graph_reading("account_balance"));
    audiences().attributes.reset();
    CHECK(codes(updated(change_of(reading)).validation().warnings()).find("attributes_unchecked") !=
          std::string::npos);
    CHECK(codes(updated(change_of(plain)).validation().warnings()).find("attributes_unchecked") ==
          std::string::npos);

    const auto launchable = [&](const v1::Flow& flow) {
        const base::FlowId id{base::Uuid::parse(flow.id()).value()};
        const auto found = pool().transact([&](pg::Transaction& transaction) {
            return launchable_flow(transaction, attributes(), caller_of(ours), id);
        });
        return found ? "" : found.error().reason;
    };
    CHECK(launchable(plain) == "");
    CHECK(launchable(reading) == "UNAVAILABLE");
    audiences().attributes = {"account_balance"};
    CHECK(launchable(reading) == "");
    audiences().attributes = std::set<std::string>{};
    CHECK(launchable(reading) == "FLOW_INVALID");
}
