#include "program_scheduler/content/service_fixture.hpp"

#include <catch2/catch.hpp>
#include <hatif/program/v1/did_service.grpc.pb.h>

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::reason_of;
using program_scheduler::testing::ServiceFixture;
namespace v1 = program::v1;

namespace {

constexpr const char* nobody = "00000000-0000-0000-0000-000000000001";

struct Dids : ServiceFixture {
    v1::Did created(const v1::CreateDidRequest& request) {
        v1::Did did;
        REQUIRE(reason_of(stub->CreateDid(as_platform().get(), request, &did)).empty());
        return did;
    }
    v1::Did created(const std::string& number = "+212522000001") {
        v1::CreateDidRequest request;
        request.set_number(number);
        request.set_country("MA");
        return created(request);
    }
    v1::Did assigned(const std::string& id, const base::OrganizationId& to) {
        v1::AssignDidRequest request;
        request.set_id(id);
        request.set_organization_id(to.value().to_string());
        v1::Did did;
        REQUIRE(reason_of(stub->AssignDid(as_platform().get(), request, &did)).empty());
        return did;
    }
    grpc::Status change(const v1::UpdateDidRequest& request, v1::Did& did) {
        return stub->UpdateDid(as_platform().get(), request, &did);
    }
    std::string flow_of(const base::OrganizationId& organization,
                        const std::string& first = "answer") {
        const auto id = base::Uuid::v7(base::SystemClock{}.now());
        const auto graph = R"({"startNodeId":"a","nodes":[{"id":"a","type":")" + first + R"("}]})";
        REQUIRE(pool().transact([&](pg::Transaction& it) -> base::Result<void> {
            const auto made = it.exec("INSERT INTO flows (id, organization_id, name, version, "
                                      "created_at, updated_at) VALUES ($1, $2, 'f', 1, now(), "
                                      "now())",
                                      id, organization);
            if (!made) return base::fail(made.error());
            const auto version = it.exec("INSERT INTO flow_versions (flow_id, version, name, graph,"
                                         " audio_ids, created_at) VALUES ($1, 1, 'f', $2, '{}',"
                                         " now())",
                                         id, graph);
            if (!version) return base::fail(version.error());
            return {};
        }));
        return id.to_string();
    }
    int available(const base::OrganizationId& organization) {
        v1::ListDidsResponse answer;
        REQUIRE(
            stub->ListAvailableDids(as(rpc::Role::agent, organization).get(), {}, &answer).ok());
        return answer.data_size();
    }

    std::unique_ptr<v1::DidService::Stub> stub = v1::DidService::NewStub(channel());
};

} // namespace

TEST_CASE_METHOD(Dids, "a number is changed member by member", "[scheduler][dids]") {
    const auto id = assigned(created().id(), ours).id();
    v1::UpdateDidRequest request;
    request.set_id(id);
    request.set_description("Main line");
    request.set_max_concurrent_calls(5);
    request.set_inbound_flow_id(flow_of(ours));
    request.set_status(v1::DID_STATUS_RESERVED);
    v1::Did did;
    REQUIRE(reason_of(change(request, did)).empty());
    CHECK(did.description() == "Main line");
    CHECK(did.country() == "MA");
    CHECK(did.inbound_flow_id() == request.inbound_flow_id());

    v1::GetDidRequest get;
    get.set_id(id);
    v1::Did read;
    REQUIRE(stub->GetDid(as_platform().get(), get, &read).ok());
    CHECK(read.SerializeAsString() == did.SerializeAsString());

    v1::UpdateDidRequest cleared;
    cleared.set_id(id);
    for (const auto* path : {"description", "country", "status", "maxConcurrentCalls",
                             "inboundFlowId", "isShared", "trunkId"}) {
        cleared.add_cleared(path);
    }
    REQUIRE(reason_of(change(cleared, did)).empty());
    CHECK_FALSE(did.has_description());
    CHECK_FALSE(did.has_country());
    CHECK(did.status() == v1::DID_STATUS_ACTIVE);
    CHECK_FALSE(did.has_max_concurrent_calls());
    CHECK_FALSE(did.has_inbound_flow_id());
}

TEST_CASE_METHOD(Dids,
                 "the calls of a number are taken by a flow of its own organization only",
                 "[scheduler][dids]") {
    const auto id = assigned(created().id(), ours).id();
    v1::UpdateDidRequest request;
    request.set_id(id);
    v1::Did did;
    for (const auto& flow : {flow_of(theirs), std::string{nobody}}) {
        request.set_inbound_flow_id(flow);
        CHECK(reason_of(change(request, did)) == "FLOW_NOT_FOUND");
    }
    request.set_inbound_flow_id(flow_of(ours));
    CHECK(reason_of(change(request, did)).empty());
    CHECK_FALSE(assigned(id, theirs).has_inbound_flow_id());
}

TEST_CASE_METHOD(Dids,
                 "a number may be made with the flow of whoever gets it",
                 "[scheduler][dids]") {
    v1::CreateDidRequest request;
    request.set_number("+212522000009");
    request.set_inbound_flow_id(flow_of(ours));
    const auto did = created(request);
    CHECK(assigned(did.id(), ours).inbound_flow_id() == request.inbound_flow_id());
    request.set_number("+212522000010");
    request.set_inbound_flow_id(nobody);
    v1::Did refused;
    CHECK(reason_of(stub->CreateDid(as_platform().get(), request, &refused)) == "FLOW_NOT_FOUND");
}

TEST_CASE_METHOD(Dids,
                 "a number's calls are taken by a flow that begins with an answer",
                 "[scheduler][dids]") {
    const auto id = assigned(created().id(), ours).id();
    v1::UpdateDidRequest request;
    request.set_id(id);
    request.set_inbound_flow_id(flow_of(ours, "dial"));
    v1::Did did;
    const auto refused = change(request, did);
    CHECK(reason_of(refused) == "FLOW_INVALID");
    CHECK(fields_of(refused) == "inboundFlowId");
    v1::CreateDidRequest with_flow;
    with_flow.set_number("+212522000011");
    with_flow.set_inbound_flow_id(request.inbound_flow_id());
    CHECK(reason_of(stub->CreateDid(as_platform().get(), with_flow, &did)) == "FLOW_INVALID");
    with_flow.clear_inbound_flow_id();
    CHECK(created(with_flow).number() == "+212522000011"); // the refused one left nothing behind
}

TEST_CASE_METHOD(Dids, "everyone may call from a shared number", "[scheduler][dids]") {
    const auto id = assigned(created().id(), ours).id();
    CHECK(available(theirs) == 0);
    v1::UpdateDidRequest request;
    request.set_id(id);
    request.set_is_shared(true);
    v1::Did did;
    REQUIRE(reason_of(change(request, did)).empty());
    CHECK(available(theirs) == 1);
}

TEST_CASE_METHOD(Dids,
                 "a change of a number with wrong members is refused, all of them named",
                 "[scheduler][dids]") {
    v1::UpdateDidRequest request;
    request.set_id(created().id());
    request.set_country("Morocco");
    request.set_trunk_id("main");
    request.set_inbound_flow_id("flow");
    request.set_status(v1::DID_STATUS_UNSPECIFIED);
    request.set_max_concurrent_calls(0);
    v1::Did did;
    CHECK(fields_of(change(request, did)) ==
          "country trunkId inboundFlowId status maxConcurrentCalls");
    request.set_id(nobody);
    CHECK(reason_of(change(request, did)) == "DID_NOT_FOUND");
    v1::UpdateDidRequest away;
    away.set_id(created("+212522000002").id());
    away.set_trunk_id(nobody);
    CHECK(reason_of(change(away, did)) == "TRUNK_NOT_FOUND");
}
