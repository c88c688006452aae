#include "rpc/status.hpp"

#include "base/text.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using base::Errc;
using base::Error;

TEST_CASE("an error crosses gRPC with its code, reason and fields", "[rpc][status]") {
    for (const auto code :
         {Errc::invalid, Errc::unauthenticated, Errc::forbidden, Errc::not_found,
          Errc::already_exists, Errc::conflict, Errc::too_large, Errc::unprocessable,
          Errc::unavailable, Errc::timed_out, Errc::internal}) {
        const Error sent{code, "why", "FLOW_INVALID", {{"graph.nodes[0]", "must be an object"}}};
        const auto got = rpc::from_status(rpc::to_status(sent));
        CHECK(got.code == sent.code);
        CHECK(got.what == sent.what);
        CHECK(got.reason == sent.reason);
        CHECK(got.fields == sent.fields);
    }
}

TEST_CASE("a foreign status is an error too", "[rpc][status]") {
    const auto got = rpc::from_status({grpc::StatusCode::UNIMPLEMENTED, "no such method"});
    CHECK(got.code == Errc::internal);
    CHECK(got.what == "no such method");
}

TEST_CASE("gRPC's own refusals are our trouble, not the client's", "[rpc][status]") {
    const auto code_of = [](grpc::StatusCode code) {
        return rpc::from_status({code, "Received message larger than max"}).code;
    };
    CHECK(code_of(grpc::StatusCode::RESOURCE_EXHAUSTED) == Errc::internal);
    CHECK(code_of(grpc::StatusCode::INVALID_ARGUMENT) == Errc::internal);
    CHECK(code_of(grpc::StatusCode::UNAVAILABLE) == Errc::unavailable);
    CHECK(code_of(grpc::StatusCode::DEADLINE_EXCEEDED) == Errc::timed_out);
}

TEST_CASE("a flood of fields is cut to what gRPC carries", "[rpc][status]") {
    Error flood{Errc::invalid, "many"};
    for (int i = 0; i < 1'000; ++i)
        flood.fields.push_back({"contacts[" + std::to_string(i) + "]", "must be a UUID"});
    const auto status = rpc::to_status(flood);
    CHECK(status.error_details().size() < 6'000);
    const auto got = rpc::from_status(status).fields;
    REQUIRE(got.size() > 50);
    CHECK(got.front() == flood.fields.front());
}

TEST_CASE("texts without end are cut to what gRPC carries", "[rpc][status]") {
    for (const std::string letter : {"x", "ز", "\xff"}) {
        std::string text;
        for (int i = 0; i < 9'000; ++i) text += letter;
        const auto status = rpc::to_status({Errc::invalid, text, "VALIDATION", {{text, text}}});
        CHECK(status.error_details().size() < 6'000);
        CHECK(status.error_message().size() < 1'000);
        const auto got = rpc::from_status(status);
        CHECK(got.code == Errc::invalid);
        CHECK(got.reason == "VALIDATION");
        REQUIRE(got.fields.size() == 1);
        CHECK(base::length_in_characters(got.fields[0].path) == 200);
    }
}
