#include "observability/readiness.hpp"

#include "http/message.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>

using namespace hatif;
using namespace hatif::observability;
using namespace std::chrono_literals;

namespace {

Check passing(std::string name) {
    return {std::move(name), [] { return base::Result<void>{}; }};
}

Check failing(std::string name, std::string why) {
    return {std::move(name), [why = std::move(why)]() -> base::Result<void> {
                return base::fail(base::Errc::unavailable, why);
            }};
}

/// What is answered after one round of the checks.
http::Response after_one_round(Checks checks) {
    std::atomic<int> rounds = 0;
    std::promise<void> again;
    checks.push_back({"last", [&] {
                          if (++rounds == 2) again.set_value();
                          return base::Result<void>{};
                      }});
    const Readiness readiness{std::move(checks), 1ms};
    again.get_future().wait();
    return readiness.answer();
}

} // namespace

TEST_CASE("a service is ready when every check passes", "[observability][readiness]") {
    const auto answer = after_one_round({passing("postgres"), passing("kafka")});
    CHECK(answer.status == 200);
    CHECK(answer.body == R"({"status":"ok","checks":{"postgres":"ok","kafka":"ok","last":"ok"}})");
}

TEST_CASE("one that fails is named with its reason", "[observability][readiness]") {
    const auto answer = after_one_round({passing("postgres"), failing("kafka", "no broker")});
    CHECK(answer.status == 503);
    CHECK_THAT(answer.body, Catch::Contains(R"("postgres":"ok","kafka":"no broker")"));
}

TEST_CASE("who asks does not wait for a check that hangs", "[observability][readiness]") {
    std::promise<void> go;
    std::promise<void> hangs;
    std::atomic<int> rounds = 0;
    const Checks checks{{"postgres", [&] {
                             if (++rounds == 2) {
                                 hangs.set_value();
                                 go.get_future().wait();
                             }
                             return base::Result<void>{};
                         }}};
    const Readiness readiness{checks, 1ms, 20ms};
    hangs.get_future().wait();
    auto answer = readiness.answer();
    for (const auto end = std::chrono::steady_clock::now() + 5s;
         answer.status == 200 && std::chrono::steady_clock::now() < end;) {
        answer = readiness.answer();
    }
    CHECK(answer.status == 503);
    CHECK_THAT(answer.body, Catch::Contains(R"("postgres":"no answer in time")"));
    go.set_value();
}

TEST_CASE("before its first round a service is not ready", "[observability][readiness]") {
    std::promise<void> go;
    const Readiness readiness{{{"postgres",
                                [&] {
                                    go.get_future().wait();
                                    return base::Result<void>{};
                                }}},
                              1h};
    CHECK_THAT(readiness.answer().body, Catch::Contains("not checked yet"));
    CHECK(readiness.answer().status == 503);
    go.set_value();
}
