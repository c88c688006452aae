#include "rpc/status.hpp"

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

TEST_CASE("a flood of fields is cut to what gRPC carries", "[rpc][status]") {
    Error flood{Errc::invalid, "many"};
    for (int i = 0; i < 1'000; ++i)
        flood.fields.push_back({"contacts[" + std::to_string(i) + "]", "must be a UUID"});
    CHECK(rpc::to_status(flood).error_details().size() < 8'000);
}
