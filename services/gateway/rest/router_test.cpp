#include "gateway/rest/router.hpp"

#include "gateway/contracts.hpp"

#include <catch2/catch.hpp>
#include <google/protobuf/descriptor.h>

using namespace hatif::gateway;

namespace {

const Router& router() {
    static const Router all{all_bindings()};
    return all;
}

std::string rpc_of(const char* verb, const char* path) {
    const auto routed = router().find(verb, path);
    if (const auto* found = std::get_if<Found>(&routed)) return found->binding->rpc->name();
    if (const auto* other = std::get_if<NoSuchVerb>(&routed)) return "allowed: " + other->allowed;
    return "no such path";
}

} // namespace

TEST_CASE("a request is routed by verb and path", "[gateway][router]") {
    CHECK(rpc_of("GET", "/api/contact") == "ListContacts");
    CHECK(rpc_of("POST", "/api/contact") == "CreateContact");
    CHECK(rpc_of("DELETE", "/api/contact/x") == "DeleteContact");
}

TEST_CASE("a path's parameters are decoded and named as the message's members",
          "[gateway][router]") {
    const auto routed = router().find("GET", "/api/call-report/a%2Fb");
    REQUIRE(std::holds_alternative<Found>(routed));
    CHECK(std::get<Found>(routed).values == PathValues{{"job_id", "a/b"}});
}

TEST_CASE("a literal segment wins over a parameter", "[gateway][router]") {
    CHECK(rpc_of("POST", "/api/contact/upsert") == "UpsertContacts");
    CHECK(rpc_of("GET", "/api/dids/available") == "ListAvailableDids");
    CHECK(rpc_of("GET", "/api/audio-management/upload") == "allowed: POST");
}

TEST_CASE("an rpc answers under each of its bindings", "[gateway][router]") {
    CHECK(rpc_of("GET", "/api/program-executions/x/report/calls") == "ListExecutionCalls");
    CHECK(rpc_of("GET", "/api/program-execution/x/report/calls") == "ListExecutionCalls");
}

TEST_CASE("HEAD is GET, and one slash at the end changes nothing", "[gateway][router]") {
    CHECK(rpc_of("HEAD", "/api/contact") == "ListContacts");
    CHECK(rpc_of("GET", "/api/contact/") == "ListContacts");
    CHECK(rpc_of("GET", "/api/contact//") == "no such path");
}

TEST_CASE("a path without the verb tells which it has", "[gateway][router]") {
    CHECK(rpc_of("PATCH", "/api/contact") == "allowed: GET, HEAD, POST");
}

TEST_CASE("what is no endpoint's path is none", "[gateway][router]") {
    for (const auto* path : {"/", "", "*", "/api", "/api/nothing", "/api/contact/x/y", "/contact",
                             "/api/contact/%zz", "/API/contact"}) {
        INFO(path);
        CHECK(rpc_of("GET", path) == "no such path");
    }
}

TEST_CASE("two rpcs under one verb and path are a mistake of the contract", "[gateway][router]") {
    auto twice = all_bindings();
    twice.push_back(twice.front());
    CHECK_THROWS_WITH(Router{twice}, Catch::Contains("two rpcs answer"));
}

TEST_CASE("every endpoint asks for a role, or is open to all", "[gateway][binding]") {
    for (const auto& binding : all_bindings()) {
        INFO(binding.path);
        CHECK((binding.open || binding.role != hatif::rpc::Role::none));
    }
}
