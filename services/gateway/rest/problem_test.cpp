#include "gateway/rest/problem.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using base::Errc;

namespace {

http::Response answered(const base::Error& error) {
    return to_response(problem_of(error), "/api/audience", "r-1",
                       *base::from_iso8601("2025-01-15T10:30:00.000Z"));
}

} // namespace

TEST_CASE("the error body has every member, always", "[gateway][problem]") {
    const auto response = answered({Errc::invalid,
                                    "",
                                    "VALIDATION",
                                    {{"name", "is required"}, {"name", "b"}, {"a[0].b", "\"x\""}}});
    CHECK(response.status == 400);
    CHECK(response.body ==
          R"({"statusCode":400,"error":"ValidationError","message":"3 fields are invalid",)"
          R"("hint":"Correct the members named in fieldErrors.",)"
          R"("fieldErrors":{"a[0].b":["\"x\""],"name":["is required","b"]},)"
          R"("timestamp":"2025-01-15T10:30:00.000Z","path":"/api/audience","requestId":"r-1"})");
}

TEST_CASE("without wrong members fieldErrors is an empty object", "[gateway][problem]") {
    CHECK_THAT(answered({Errc::not_found, "no", "CONTACT_NOT_FOUND"}).body,
               Catch::Contains(R"("fieldErrors":{})"));
}

TEST_CASE("a named error has the name, status and hint of the contract", "[gateway][problem]") {
    struct Row {
        const char* reason;
        unsigned status;
        const char* name;
    };
    for (const auto& row : {Row{"CONTACT_ALREADY_EXISTS", 409, "ContactAlreadyExistsError"},
                            Row{"AUDIO_UNDECODABLE", 422, "AudioUndecodableError"},
                            Row{"IDEMPOTENCY_KEY_REUSED", 422, "IdempotencyKeyReusedError"},
                            Row{"RATE_LIMIT", 429, "RateLimitError"},
                            Row{"METHOD_NOT_ALLOWED", 405, "MethodNotAllowedError"}}) {
        const auto problem = problem_of({Errc::internal, "said so", row.reason});
        CHECK(problem.status == row.status);
        CHECK(problem.error == row.name);
        CHECK(problem.message == "said so");
        CHECK_FALSE(problem.hint.empty());
    }
}

TEST_CASE("an error without a name is told by its kind", "[gateway][problem]") {
    CHECK(problem_of({Errc::invalid, "x"}).error == "ValidationError");
    CHECK(problem_of({Errc::unauthenticated, "x"}).status == 401);
    CHECK(problem_of({Errc::forbidden, "x"}).status == 403);
    CHECK(problem_of({Errc::not_found, "x"}).status == 404);
    CHECK(problem_of({Errc::conflict, "x"}).status == 409);
    CHECK(problem_of({Errc::too_large, "x"}).status == 413);
    CHECK(problem_of({Errc::internal, "x", "NO_SUCH_REASON"}).status == 500);
}

TEST_CASE("an internal error keeps its words to itself", "[gateway][problem]") {
    const auto problem = problem_of({Errc::internal, "SELECT secret", "", {{"a", "b"}}});
    CHECK(problem.status == 500);
    CHECK(problem.message == "something went wrong on our side");
    CHECK(problem.fields.empty());
}

TEST_CASE("a part that is down is 503 with the time to try again", "[gateway][problem]") {
    for (const auto code : {Errc::unavailable, Errc::timed_out}) {
        const auto response = answered({code, "connect to 127.0.0.1:20082 failed"});
        CHECK(response.status == 503);
        CHECK(response.headers.find("Retry-After"));
        CHECK_THAT(response.body, !Catch::Contains("20082"));
    }
}

TEST_CASE("a conflict that no service named is told in our own words", "[gateway][problem]") {
    for (const auto code : {Errc::conflict, Errc::already_exists}) {
        const auto response = answered({code, "duplicate key violates unique constraint \"x\""});
        CHECK(response.status == 409);
        CHECK_THAT(response.body, Catch::Contains("it conflicts with what is there"));
        CHECK_THAT(response.body, !Catch::Contains("constraint"));
    }
    CHECK(problem_of({Errc::conflict, "said so", "CONFLICT"}).message == "said so");
}

TEST_CASE("what services say among themselves does not reach clients", "[gateway][problem]") {
    const auto lost = answered({Errc::conflict, "could not serialize access", "RETRY"});
    CHECK(lost.status == 503);
    CHECK(lost.headers.find("Retry-After"));
    CHECK_THAT(lost.body, Catch::Contains("ServiceUnavailableError"));
    CHECK_THAT(lost.body, !Catch::Contains("serialize"));
    const auto data = answered({Errc::internal, "value too long", "DATA"});
    CHECK(data.status == 500);
    CHECK_THAT(data.body, !Catch::Contains("too long"));
}
