#include "gateway/rest/testing/api_suite.hpp"
#include "hatif/program/v1/execution_service.grpc.pb.h"
#include "http/body_source.hpp"
#include "rpc/status.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

using namespace hatif;
using namespace hatif::gateway;
using namespace hatif::gateway::testing;
using namespace std::chrono_literals;

namespace {

const std::string live = "/api/program-executions/0192f3a4-0000-7000-8000-00000000000a/live";
const std::string unknown = "/api/program-executions/0192f3a4-0000-7000-8000-00000000000b/live";
constexpr auto at_most = 20s;

/// Tells what the test says, until it says no more.
class Executions final : public program::v1::ExecutionService::Service {
public:
    grpc::Status WatchExecution(grpc::ServerContext* context,
                                const program::v1::GetExecutionRequest* request,
                                grpc::ServerWriter<program::v1::Execution>* writer) override {
        if (unknown.find(request->id()) != std::string::npos) {
            return rpc::to_status({base::Errc::not_found, "there is none", "EXECUTION_NOT_FOUND"});
        }
        if (greets) writer->Write(program::v1::Execution{});
        for (auto next = take(*context); next; next = take(*context)) {
            if (!writer->Write(*next)) break;
            ++written;
        }
        if (context->IsCancelled()) ++cancelled;
        return fails ? grpc::Status{grpc::StatusCode::INTERNAL, "relation does not exist"}
                     : grpc::Status::OK;
    }

    void tell(const std::string& name, std::size_t times = 1) {
        program::v1::Execution execution;
        execution.set_audience_id(name);
        const std::lock_guard lock{mutex_};
        for (std::size_t i = 0; i < times; ++i) told_.push_back(execution);
        changed_.notify_all();
    }
    void end() { is_over_ = true; }

    std::atomic<bool> greets = true; ///< says at once what is so now
    std::atomic<int> cancelled = 0;
    std::atomic<std::size_t> written = 0;
    std::atomic<bool> fails = false;

private:
    std::optional<program::v1::Execution> take(const grpc::ServerContext& context) {
        while (!context.IsCancelled()) {
            std::unique_lock lock{mutex_};
            if (!told_.empty()) {
                auto next = std::move(told_.front());
                told_.pop_front();
                return next;
            }
            if (is_over_) return std::nullopt;
            changed_.wait_for(lock, 5ms); // gRPC does not tell when the other side goes
        }
        return std::nullopt;
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<program::v1::Execution> told_;
    std::atomic<bool> is_over_ = false;
};

struct Given {
    explicit Given(std::chrono::milliseconds patience = at_most) : suite{&executions, patience} {}

    Executions executions;
    ApiSuite suite;

    http::Response watch(const std::string& path = live, const std::string& key = {}) {
        return suite.ask("GET", path, key.empty() ? suite.admin : key);
    }

    ~Given() { suite.events->end(); }
};

/// The next piece; "end", "broken off".
std::string next_of(const http::Response& response) {
    if (!response.source) return "status " + std::to_string(response.status);
    const auto told = std::make_shared<std::promise<std::optional<std::string>>>();
    response.source->next(
        [told](std::optional<std::string> piece) { told->set_value(std::move(piece)); });
    auto come = told->get_future();
    if (come.wait_for(at_most) != std::future_status::ready) return "nothing";
    const auto piece = come.get();
    if (!piece) return "broken off";
    return piece->empty() ? "end" : *piece;
}

/// The next that is no heartbeat.
std::string event_of(const http::Response& response) {
    for (auto deadline = std::chrono::steady_clock::now() + at_most;
         std::chrono::steady_clock::now() < deadline;) {
        if (auto piece = next_of(response); piece != heartbeat_text) return piece;
    }
    return "heartbeats alone";
}

template <class Is>
bool comes_true(const Is& is) {
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    while (!is() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    return is();
}

} // namespace

TEST_CASE("an event is its number and one line of JSON", "[gateway][events]") {
    CHECK(event_text(7, "{\"a\":\n1,\r\n\"b\":2}") == "id: 7\ndata: {\"a\": 1,  \"b\":2}\n\n");
}

TEST_CASE("a live answer tells what is so now, then each change, until there is none to come",
          "[gateway][events]") {
    Given given;
    const auto response = given.watch();
    REQUIRE(response.status == 200);
    CHECK(response.headers.find("Content-Type") == "text/event-stream");
    CHECK(response.headers.find("Cache-Control") == "no-cache");
    CHECK_FALSE(response.size);
    REQUIRE(response.source);
    const auto first = event_of(response);
    CHECK(first.starts_with("id: 1\ndata: {\"id\":\"\""));
    CHECK(first.ends_with("}\n\n"));
    given.executions.tell("two");
    CHECK_THAT(event_of(response), Catch::StartsWith("id: 2\n") && Catch::Contains("two"));
    given.executions.end();
    CHECK(event_of(response) == "end");
}

TEST_CASE("who listens hears that the other side is there", "[gateway][events]") {
    Given given;
    const auto response = given.watch();
    CHECK(next_of(response).starts_with("id: 1"));
    CHECK(next_of(response) == ":\n\n");
    CHECK(next_of(response) == ":\n\n");
    given.executions.tell("two");
    CHECK_THAT(event_of(response), Catch::Contains("two"));
}

TEST_CASE("what is refused before the first event is refused as any request", "[gateway][events]") {
    Given given;
    const auto refused = given.watch(unknown);
    CHECK(refused.status == 404);
    CHECK(has(refused, "ExecutionNotFoundError"));
    CHECK(given.watch("/api/program-executions/7/live").status == 400);
    CHECK(given.watch(live, given.suite.platform).status == 403);
}

TEST_CASE("a live answer that does not begin in time is 503", "[gateway][events]") {
    Given given{200ms};
    given.executions.greets = false;
    const auto late = given.watch();
    CHECK(late.status == 503);
    CHECK(comes_true([&] { return given.executions.cancelled == 1; }));
}

TEST_CASE("a service that fails amid its events cuts the answer off", "[gateway][events]") {
    Given given;
    const auto response = given.watch();
    given.executions.fails = true;
    given.executions.end();
    CHECK(event_of(response).starts_with("id: 1"));
    CHECK(event_of(response) == "broken off");
}

TEST_CASE("the service hears that the client has gone", "[gateway][events]") {
    Given given;
    auto response = given.watch();
    next_of(response);
    const bool waits = GENERATE(false, true);
    if (waits) response.source->next([](const std::optional<std::string>&) {});
    response.source.reset();
    CHECK(comes_true([&] { return given.executions.cancelled == 1; }));
}

TEST_CASE("a live answer ends when its key may no longer ask", "[gateway][events]") {
    Given given;
    const auto response = given.watch();
    next_of(response);
    SECTION("revoked") {
        given.suite.is_revoked = true;
    }
    SECTION("of a role that may not") {
        given.suite.downgraded = rpc::Role::platform;
    }
    given.suite.clock.ahead = 5s; // what was known of the key is too old by now
    CHECK(event_of(response) == "end");
    CHECK(comes_true([&] { return given.executions.cancelled == 1; }));
}

TEST_CASE("a live answer ends with the access token that it was asked with", "[gateway][events]") {
    Given given;
    http::Request request{"GET", live, "", {}, ""};
    request.headers.add("Authorization", "Bearer " + given.suite.access_token());
    const auto response = given.suite.ask(request);
    REQUIRE(response.status == 200);
    CHECK(event_of(response).starts_with("id: 1"));
    given.suite.clock.ahead = 24h;
    CHECK(event_of(response) == "end");
}

TEST_CASE("so many live answers at once, and so many of one key", "[gateway][events]") {
    Given given;
    std::vector<http::Response> open;
    for (int i = 0; i < 2; ++i) open.push_back(given.watch());
    CHECK(open.back().status == 200);
    const auto refused = given.watch();
    CHECK(refused.status == 429);
    CHECK(has(refused, "too many live streams"));
    open.push_back(given.watch(live, given.suite.agent));
    CHECK(open.back().status == 200);
    CHECK(given.watch(live, given.suite.agent).status == 429);
    open.clear();
    CHECK(comes_true([&] { return given.executions.cancelled == 3; }));
    CHECK(comes_true([&] { return given.watch().status == 200; }));
}

TEST_CASE("a gateway that stops ends what is open and opens no more", "[gateway][events]") {
    Given given;
    given.executions.tell("one");
    const auto response = given.watch();
    CHECK(next_of(response).starts_with("id: 1"));
    given.suite.events->end();
    CHECK_THAT(event_of(response), Catch::StartsWith("id: 2") || Catch::Equals("end"));
    CHECK(comes_true([&] { return next_of(response) == "end"; }));
    CHECK(given.watch().status == 503);
}

TEST_CASE("a client that takes nothing holds up the service, not the gateway's memory",
          "[gateway][events]") {
    Given given;
    constexpr std::size_t events = 2'000; // of 64 KiB
    given.executions.tell(std::string(64 << 10, 'x'), events);
    const auto response = given.watch();
    for (int i = 1; i <= 5; ++i) {
        CHECK(event_of(response).starts_with("id: " + std::to_string(i) + "\n"));
        CHECK(given.executions.written < events / 10);
    }
}
