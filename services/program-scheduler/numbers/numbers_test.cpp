#include "program_scheduler/content/service_fixture.hpp"
#include "program_scheduler/numbers/did_pool.hpp"
#include "program_scheduler/numbers/trunk_rows.hpp"

#include <catch2/catch.hpp>
#include <hatif/program/v1/did_service.grpc.pb.h>

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::reason_of;
using program_scheduler::testing::ServiceFixture;
using rpc::Role;
namespace v1 = program::v1;

namespace {

struct Numbers : ServiceFixture {
    grpc::Status create(const v1::CreateDidRequest& request, v1::Did& did) {
        return stub->CreateDid(as_platform().get(), request, &did);
    }
    grpc::Status create(const v1::CreateTrunkRequest& request, v1::Trunk& trunk) {
        return stub->CreateTrunk(as_platform().get(), request, &trunk);
    }
    grpc::Status assign(const std::string& id, const std::string& organization, v1::Did& did) {
        v1::AssignDidRequest request;
        request.set_id(id);
        if (!organization.empty()) request.set_organization_id(organization);
        return stub->AssignDid(as_platform().get(), request, &did);
    }

    v1::Did created(const std::string& number, v1::DidStatus status = v1::DID_STATUS_ACTIVE) {
        v1::CreateDidRequest request;
        request.set_number(number);
        request.set_status(status);
        v1::Did did;
        REQUIRE(reason_of(create(request, did)).empty());
        return did;
    }
    v1::Did assigned(const std::string& number, v1::DidStatus status = v1::DID_STATUS_ACTIVE) {
        v1::Did did;
        const auto id = created(number, status).id();
        REQUIRE(reason_of(assign(id, ours.value().to_string(), did)).empty());
        return did;
    }
    int available(const base::OrganizationId& organization) {
        v1::ListDidsResponse answer;
        REQUIRE(stub->ListAvailableDids(as(Role::agent, organization).get(), {}, &answer).ok());
        return answer.data_size();
    }

    std::unique_ptr<v1::DidService::Stub> stub = v1::DidService::NewStub(channel());
};

v1::CreateTrunkRequest carrier() {
    v1::CreateTrunkRequest request;
    request.set_name("Carrier");
    request.set_host("192.0.2.7");
    return request;
}

} // namespace

TEST_CASE_METHOD(Numbers,
                 "a number is the platform's until it is assigned",
                 "[program_scheduler][numbers]") {
    const auto did = created("+212522000001");
    CHECK_FALSE(did.has_organization_id());
    CHECK(did.status() == v1::DID_STATUS_ACTIVE);
    CHECK(available(ours) == 0);

    v1::Did after;
    REQUIRE(reason_of(assign(did.id(), ours.value().to_string(), after)).empty());
    CHECK(after.organization_id() == ours.value().to_string());
    CHECK(available(ours) == 1);
    CHECK(available(theirs) == 0);
}

TEST_CASE_METHOD(Numbers, "only active numbers are available", "[program_scheduler][numbers]") {
    assigned("+212522000001", v1::DID_STATUS_INACTIVE);
    assigned("+212522000002", v1::DID_STATUS_RESERVED);
    CHECK(available(ours) == 0);
    v1::ListDidsResponse all;
    REQUIRE(stub->ListDids(as_platform().get(), {}, &all).ok());
    CHECK(all.data_size() == 2);
}

TEST_CASE_METHOD(Numbers,
                 "numbers are found, sorted, and walked by pages and by cursors alike",
                 "[program_scheduler][numbers]") {
    for (const auto* number : {"+212522000003", "+212522000001", "+212522000002"}) assigned(number);
    for (const bool by_number : {false, true}) {
        v1::ListAvailableDidsRequest request;
        request.set_limit(2);
        if (by_number) {
            request.set_sort_by("number");
            request.set_sort_order(type::v1::SORT_ORDER_ASC);
        }
        std::string last_digits;
        for (bool more = true; more;) {
            v1::ListDidsResponse page;
            REQUIRE(stub->ListAvailableDids(as(Role::agent, ours).get(), request, &page).ok());
            CHECK(page.meta().total() == 3);
            CHECK(page.meta().total_pages() == 2);
            for (const auto& did : page.data()) last_digits += did.number().back();
            more = page.meta().has_next_cursor();
            request.set_cursor(page.meta().next_cursor());
        }
        CHECK(last_digits == (by_number ? "123" : "213"));
    }
    v1::ListDidsRequest second;
    second.set_limit(1);
    second.set_page(2);
    second.set_search("22000");
    v1::ListDidsResponse page;
    REQUIRE(stub->ListDids(as_platform().get(), second, &page).ok());
    REQUIRE(page.data_size() == 1);
    CHECK(page.data(0).number() == "+212522000001");
    CHECK(page.meta().has_previous_page());
    second.set_sort_by("status");
    CHECK(fields_of(stub->ListDids(as_platform().get(), second, &page)) == "sortBy");
}

TEST_CASE_METHOD(Numbers,
                 "trunks are found by name and host, and walked by cursor",
                 "[program_scheduler][numbers]") {
    auto request = carrier();
    v1::Trunk trunk;
    for (const auto* name : {"Beta", "Alpha", "Gamma"}) {
        request.set_name(name);
        REQUIRE(reason_of(create(request, trunk)).empty());
    }
    std::string names;
    v1::ListTrunksRequest list;
    list.set_limit(1);
    list.set_sort_by("name");
    v1::ListTrunksResponse page;
    for (bool more = true; more;) {
        REQUIRE(stub->ListTrunks(as_platform().get(), list, &page).ok());
        CHECK(page.meta().total() == 3);
        names += page.data(0).name() + " ";
        more = page.meta().has_next_cursor();
        list.set_cursor(page.meta().next_cursor());
    }
    CHECK(names == "Gamma Beta Alpha ");
    v1::ListTrunksRequest found;
    found.set_search("alph");
    REQUIRE(stub->ListTrunks(as_platform().get(), found, &page).ok());
    CHECK(page.meta().total() == 1);
}

TEST_CASE_METHOD(Numbers, "a number is there once", "[program_scheduler][numbers]") {
    created("+212522000001");
    v1::CreateDidRequest again;
    again.set_number("+212522000001");
    v1::Did did;
    CHECK(reason_of(create(again, did)) == "DID_ALREADY_EXISTS");
}

TEST_CASE_METHOD(Numbers,
                 "a number with wrong members is refused, all of them named",
                 "[program_scheduler][numbers]") {
    v1::Did did;
    CHECK(fields_of(create(v1::CreateDidRequest{}, did)) == "number");
    v1::CreateDidRequest request;
    request.set_number("0522000001");
    request.set_country("Morocco");
    request.set_trunk_id("main");
    request.set_status(v1::DID_STATUS_UNSPECIFIED);
    request.set_max_concurrent_calls(0);
    CHECK(fields_of(create(request, did)) == "number country trunkId status maxConcurrentCalls");
}

TEST_CASE_METHOD(Numbers,
                 "a number leaves by a trunk that is there",
                 "[program_scheduler][numbers]") {
    v1::Trunk trunk;
    REQUIRE(reason_of(create(carrier(), trunk)).empty());
    v1::CreateDidRequest request;
    request.set_number("+212522000001");
    request.set_trunk_id(trunk.id());
    v1::Did did;
    REQUIRE(reason_of(create(request, did)).empty());
    CHECK(did.trunk_id() == trunk.id());

    request.set_number("+212522000002");
    request.set_trunk_id("00000000-0000-0000-0000-000000000001");
    CHECK(reason_of(create(request, did)) == "TRUNK_NOT_FOUND");
}

TEST_CASE_METHOD(Numbers,
                 "what is not there cannot be assigned, nor to nobody",
                 "[program_scheduler][numbers]") {
    v1::Did did;
    const auto to = ours.value().to_string();
    CHECK(reason_of(assign("00000000-0000-0000-0000-000000000001", to, did)) == "DID_NOT_FOUND");
    CHECK(fields_of(assign(created("+212522000001").id(), "", did)) == "organizationId");
}

TEST_CASE_METHOD(Numbers,
                 "a trunk's password is the workers' alone",
                 "[program_scheduler][numbers]") {
    auto request = carrier();
    request.set_username("hatif");
    request.set_password(" secret ");
    v1::Trunk trunk;
    REQUIRE(reason_of(create(request, trunk)).empty());
    CHECK_FALSE(trunk.has_port());
    CHECK(trunk.username() == "hatif");
    CHECK(trunk.SerializeAsString().find("secret") == std::string::npos);

    v1::ListTrunksResponse all;
    REQUIRE(stub->ListTrunks(as_platform().get(), {}, &all).ok());
    REQUIRE(all.data_size() == 1);
    CHECK(all.SerializeAsString().find("secret") == std::string::npos);

    const auto inside = pool().transact([](pg::Transaction& it) { return trunks(it); }).value();
    CHECK(inside.front().password == " secret ");
    CHECK(inside.front().host == "192.0.2.7");
}

TEST_CASE_METHOD(Numbers,
                 "a trunk with wrong members is refused, all of them named",
                 "[program_scheduler][numbers]") {
    v1::Trunk trunk;
    CHECK(fields_of(create(v1::CreateTrunkRequest{}, trunk)) == "name host");
    v1::CreateTrunkRequest request;
    request.set_name("ab");
    request.set_host("sip carrier");
    request.set_port(65536);
    request.set_transport(v1::TRUNK_TRANSPORT_UNSPECIFIED);
    request.set_password("secret");
    request.set_max_concurrent_calls(0);
    request.set_calls_per_second(-1);
    CHECK(fields_of(create(request, trunk)) ==
          "name host port transport username maxConcurrentCalls callsPerSecond");
    for (const auto* host : {"127.0.0.1", "sip.carrier.example"}) {
        auto good = carrier();
        good.set_host(host);
        CHECK(reason_of(create(good, trunk)).empty());
    }
}

TEST_CASE_METHOD(Numbers,
                 "a trunk's limits hold from its making on",
                 "[program_scheduler][numbers]") {
    auto request = carrier();
    request.set_calls_per_second(1e-14);
    v1::Trunk trunk;
    CHECK(fields_of(create(request, trunk)) == "callsPerSecond");
    request.set_max_concurrent_calls(3);
    request.set_calls_per_second(0.5);
    REQUIRE(reason_of(create(request, trunk)).empty());
    const auto bound = pool().transact([&](pg::Transaction& it) {
        return it.exec("SELECT max_concurrent, per_second FROM capacity WHERE kind = 3");
    });
    REQUIRE(bound.value().size() == 1);
    CHECK((*bound)[0].get<std::int64_t>(0) == 3);
    CHECK((*bound)[0].get<double>(1) == 0.5);
}

TEST_CASE_METHOD(Numbers,
                 "numbers and trunks are the platform's business",
                 "[program_scheduler][numbers]") {
    v1::ListDidsResponse dids;
    v1::ListTrunksResponse trunks_listed;
    v1::Did did;
    CHECK(reason_of(stub->ListDids(as(Role::admin, ours).get(), {}, &dids)) == "FORBIDDEN");
    CHECK(reason_of(stub->ListTrunks(as(Role::admin, ours).get(), {}, &trunks_listed)) ==
          "FORBIDDEN");
    CHECK(reason_of(stub->CreateDid(as(Role::admin, ours).get(), {}, &did)) == "FORBIDDEN");
    CHECK(reason_of(stub->ListAvailableDids(as_platform().get(), {}, &dids)) == "FORBIDDEN");
}

TEST_CASE_METHOD(Numbers,
                 "a pool holds an organization's own active numbers only",
                 "[program_scheduler][numbers]") {
    const auto mine = assigned("+212522000001");
    assigned("+212522000002", v1::DID_STATUS_INACTIVE);
    created("+212522000003"); // nobody's
    const auto resolved = [&](const std::vector<std::string>& entries) {
        return pool().transact(
            [&](pg::Transaction& it) { return resolve_pool(it, ours, entries); });
    };
    CHECK(resolved({mine.id()})->front().number == "+212522000001");
    CHECK(resolved({"+212522000001"})->size() == 1);
    CHECK(resolved({"+212522000002"}).error().reason == "DID_NOT_ACTIVE");
    CHECK(resolved({"+212522000003"}).error().reason == "DID_NOT_ACCESSIBLE");
    CHECK(resolved({std::string("+2\0", 3)}).error().reason == "DID_NOT_ACCESSIBLE");
    CHECK(resolved({}).error().reason == "EMPTY_DID_POOL");
}
