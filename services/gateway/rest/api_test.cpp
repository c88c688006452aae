#include "gateway/rest/api.hpp"

#include "gateway/contracts.hpp"
#include "gateway/identity/access/access_token.hpp"
#include "gateway/identity/access/credential.hpp"
#include "gateway/identity/keys/api_key.hpp"
#include "hatif/contact/v1/contact_service.grpc.pb.h"
#include "hatif/gateway/v1/auth_service.grpc.pb.h"
#include "http/gate.hpp"
#include "observability/log.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

#include <catch2/catch.hpp>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <future>
#include <map>

using namespace hatif;
using namespace hatif::gateway;

namespace {

constexpr const char* signing =
    "k:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
constexpr const char* id = "0192f3a4-0000-7000-8000-00000000000a";
constexpr const char* flooded = "0192f3a4-0000-7000-8000-00000000000f";

/// A contact service that knows one contact and remembers who called.
class Contacts final : public contact::v1::ContactService::Service {
public:
    grpc::Status GetContact(grpc::ServerContext* context,
                            const contact::v1::GetContactRequest* request,
                            contact::v1::Contact* contact) override {
        caller = *rpc::CallerKeys::read(signing)->verify(rpc::metadata(*context, rpc::caller_key),
                                                         base::SystemClock{}.now());
        if (request->id() == flooded) {
            std::string text;
            for (int i = 0; i < 9'000; ++i) text += "ز";
            return rpc::to_status({base::Errc::invalid, text, "VALIDATION", {{text, text}}});
        }
        if (request->id() != id) {
            return rpc::to_status({base::Errc::not_found, "there is none", "CONTACT_NOT_FOUND"});
        }
        contact->set_id(id);
        contact->set_first_name("Amina");
        return grpc::Status::OK;
    }

    grpc::Status DeleteContact(grpc::ServerContext*,
                               const contact::v1::DeleteContactRequest*,
                               google::protobuf::Empty*) override {
        return {grpc::StatusCode::INTERNAL, "relation does not exist"};
    }

    grpc::Status ListContacts(grpc::ServerContext*,
                              const contact::v1::ListContactsRequest*,
                              contact::v1::ListContactsResponse*) override {
        return {grpc::StatusCode::RESOURCE_EXHAUSTED, "received message larger than max"};
    }

    rpc::Caller caller;
};

/// Logs everyone in, and remembers who called.
class Auth final : public v1::AuthService::Service {
public:
    grpc::Status Login(grpc::ServerContext* context,
                       const v1::LoginRequest* request,
                       v1::Tokens* answer) override {
        caller = *rpc::CallerKeys::read(signing)->verify(rpc::metadata(*context, rpc::caller_key),
                                                         base::SystemClock{}.now());
        idempotency_key = rpc::metadata(*context, rpc::idempotency_key);
        if (request->password() == "guess") {
            return rpc::to_status({base::Errc::unavailable, "too many tries", "RATE_LIMIT"});
        }
        answer->set_access_token("a");
        answer->set_refresh_token("r");
        return grpc::Status::OK;
    }

    grpc::Status
    Refresh(grpc::ServerContext*, const v1::RefreshRequest* request, v1::Tokens* answer) override {
        answer->set_access_token("after " + request->refresh_token());
        return grpc::Status::OK;
    }

    rpc::Caller caller;
    std::string idempotency_key;
};

class Captured final : public http::Waiting {
public:
    void answer_later(std::optional<http::Response> response) override {
        answered.set_value(response.value_or(http::Response{500, {}, "forgotten"}));
    }
    std::promise<http::Response> answered;
};

/// The API with its upstreams: contacts are there, all others are down.
class Suite {
public:
    Suite() {
        observability::start_log("gateway", "error");
        int port = 0;
        grpc::ServerBuilder builder;
        builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
        builder.RegisterService(&contacts);
        builder.RegisterService(&auth);
        server = builder.BuildAndStart();
        upstreams.emplace(std::map<std::string, std::string>{
            {"hatif.contact.v1", "127.0.0.1:" + std::to_string(port)},
            {"hatif.gateway.v1", "127.0.0.1:" + std::to_string(port)},
            {"hatif.program.v1", "127.0.0.1:1"}});
        const StreamHandler upload = [](const std::shared_ptr<Exchange>& exchange, const Found&,
                                        const http::Request&, const Onward&) {
            exchange->answer({201, {}, "taken"});
        };
        api.emplace(Router{all_bindings()}, admission, *rpc::CallerKeys::read(signing), *upstreams,
                    StreamHandlers{upload, upload},
                    Pages{{"/docs",
                           [] {
                               return http::Response{200, {}, "docs"};
                           }}},
                    metrics);
    }

    http::Response ask(http::Request request) {
        const auto captured = std::make_shared<Captured>();
        api->handle(std::move(request), *gate->admit(captured));
        return captured->answered.get_future().get();
    }

    http::Response
    ask(const std::string& verb, const std::string& path, const std::string& key = "") {
        http::Headers headers{{"X-Request-Id", "r-1"}};
        if (!key.empty()) headers.add("x-api-key", key);
        return ask({verb, path, "", headers, ""});
    }

    HolderCache::Answer holder_of(const std::string& handle) {
        for (const auto& [key, role] : keys) {
            const bool is_it =
                handle == Credential{Credential::Kind::api_key, hash_of(key)}.handle();
            if (!is_it && Credential::of(handle).what != session.to_string()) continue;
            Holder holder;
            holder.counted_as = base::Uuid::derived({}, static_cast<unsigned>(role));
            holder.principal = (is_it ? "key:" : "user:") + holder.counted_as.to_string();
            holder.role = role;
            holder.settings = {"MA", "Africa/Casablanca", 0, 0, "MAD"};
            holder.rates = {5, 2};
            if (role != rpc::Role::platform) holder.organization.emplace(base::Uuid{});
            if (!is_it) holder.session = session;
            return holder;
        }
        return std::nullopt;
    }

    /// The buckets, which only the limiter's one thread asks.
    base::Result<std::vector<Reserved>> reserve_here(const std::vector<Ask>& asks) {
        std::vector<Reserved> answers;
        for (const auto& ask : asks) {
            auto& bucket =
                buckets.try_emplace(ask.subject, Bucket{ask.burst, clock.now()}).first->second;
            answers.push_back(reserve(bucket, static_cast<std::uint32_t>(ask.per_second), ask.chunk,
                                      clock.now()));
        }
        return answers;
    }

    std::string access_token() const {
        const auto now = clock.now();
        return sign({session, base::Uuid{}, now, now + access_lifetime},
                    TokenKeys::read(signing).value());
    }

    const base::Uuid session = *base::Uuid::parse("0192f3a4-0000-7000-8000-00000000005e");
    const std::string agent = new_secret(organization_prefix);
    const std::string admin = new_secret(organization_prefix);
    const std::string platform = new_secret(platform_prefix);
    const std::vector<std::pair<std::string, rpc::Role>> keys{
        {agent, rpc::Role::agent}, {admin, rpc::Role::admin}, {platform, rpc::Role::platform}};
    Contacts contacts;
    Auth auth;
    std::unique_ptr<grpc::Server> server;
    observability::Metrics metrics;
    base::SystemClock clock;
    std::shared_ptr<http::Gate> gate = std::make_shared<http::Gate>();
    std::optional<Api> api;
    std::optional<Upstreams> upstreams;
    SteadyClock steady;
    Admission admission{TokenKeys::read(signing).value(), cache, limiter, clock, 0};
    std::map<Subject, Bucket> buckets;
    RateLimiter limiter{[this](const std::vector<Ask>& asks) { return reserve_here(asks); },
                        steady};
    HolderCache cache{[this](const std::string& handle) { return holder_of(handle); }, clock};
};

bool has(const http::Response& response, const char* text) {
    return response.body.find(text) != std::string::npos;
}

const std::string contact_path = std::string{"/api/contact/"} + id;

} // namespace

TEST_CASE("a request becomes a call and its answer a body", "[gateway][api]") {
    Suite suite;
    const auto response = suite.ask("GET", contact_path, suite.agent);
    CHECK(response.status == 200);
    CHECK(has(response, R"("firstName":"Amina")"));
    CHECK(response.headers.find("X-Request-Id") == "r-1");
    CHECK(response.headers.find("X-RateLimit-Limit") == "5");
    CHECK(suite.contacts.caller.role == rpc::Role::agent);
    CHECK(suite.contacts.caller.request_id == "r-1");
    CHECK(suite.contacts.caller.settings.country == "MA");
}

TEST_CASE("an unknown path is 404 without credentials, a wrong verb 405", "[gateway][api]") {
    Suite suite;
    CHECK(has(suite.ask("GET", "/api/nothing"), "NotFoundError"));
    const auto wrong_verb = suite.ask("PATCH", "/api/contact");
    CHECK(wrong_verb.status == 405);
    CHECK(wrong_verb.headers.find("Allow") == "GET, HEAD, POST, OPTIONS");
    CHECK(suite.ask("OPTIONS", "/api/contact").status == 204);
    CHECK(suite.ask("GET", "/docs").body == "docs");
    CHECK(suite.ask("POST", "/docs").status == 405);
}

TEST_CASE("a missing, a malformed and an unknown key are told apart", "[gateway][api]") {
    Suite suite;
    CHECK(has(suite.ask("GET", contact_path), "the API key is missing"));
    CHECK(has(suite.ask("GET", contact_path, "secret"), "the API key is malformed"));
    const auto unknown = suite.ask("GET", contact_path, new_secret(organization_prefix));
    CHECK(unknown.status == 401);
    CHECK(has(unknown, "the API key is unknown"));
}

TEST_CASE("a role opens what asks for it, and the platform's only its own", "[gateway][api]") {
    Suite suite;
    CHECK(suite.ask("DELETE", contact_path, suite.agent).status == 403);
    CHECK(suite.ask("GET", contact_path, suite.platform).status == 403);
    CHECK(has(suite.ask("GET", "/api/dids", suite.admin), "only a key of the platform"));
}

TEST_CASE("a key that sends too much is told to wait", "[gateway][api]") {
    Suite suite;
    for (int sent = 0; sent < 5; ++sent) suite.ask("GET", contact_path, suite.agent);
    const auto refused = suite.ask("GET", contact_path, suite.agent);
    CHECK(refused.status == 429);
    CHECK(refused.headers.find("Retry-After") == "1");
    CHECK(refused.headers.find("X-RateLimit-Remaining") == "0");
}

TEST_CASE("who logs in needs no credential, and the members of the answer are OAuth's",
          "[gateway][api]") {
    Suite suite;
    http::Request request{"POST",
                          "/api/auth/login",
                          "",
                          {{"Idempotency-Key", "mine"}},
                          R"({"email":"a@b.ma","password":"p"})"};
    request.client = "192.0.2.7";
    CHECK(suite.api->wants_body(request));
    CHECK(suite.api->body_limit(request) == 64 << 10);
    const auto response = suite.ask(request);
    CHECK(response.status == 200);
    CHECK(has(response, R"("access_token":"a","refresh_token":"r")"));
    CHECK(response.headers.find("X-RateLimit-Limit") == "10");
    CHECK(suite.auth.caller.principal == "anonymous");
    CHECK(suite.auth.caller.client_address == "192.0.2.7");
    CHECK_FALSE(suite.auth.caller.organization);
    CHECK(suite.auth.idempotency_key.empty());
    for (int sent = 1; sent < 10; ++sent) suite.ask(request);
    CHECK(suite.ask(request).status == 429);
    request.client = "192.0.2.8";
    CHECK(suite.ask(request).status == 200);
}

TEST_CASE("a member with a name of its own is read by that name and no other", "[gateway][api]") {
    Suite suite;
    const auto ask = [&](const char* body) {
        return suite.ask({"POST", "/api/auth/refresh", "", {}, body});
    };
    CHECK(has(ask(R"({"refresh_token":"r"})"), R"("access_token":"after r")"));
    CHECK(has(ask(R"({"refreshToken":"r"})"), R"({"refreshToken":["is not a known member"]})"));
}

TEST_CASE("who guesses passwords is told how long to wait", "[gateway][api]") {
    Suite suite;
    const auto refused =
        suite.ask({"POST", "/api/auth/login", "", {}, R"({"email":"a@b.ma","password":"guess"})"});
    CHECK(refused.status == 429);
    CHECK(refused.headers.find("Retry-After") == "60");
}

TEST_CASE("an access token opens the door as its session's person", "[gateway][api]") {
    Suite suite;
    http::Request request{"GET", contact_path, "", {}};
    request.headers.add("Authorization", "Bearer " + suite.access_token());
    CHECK(suite.ask(request).status == 200);
    CHECK(suite.contacts.caller.session == suite.session);
    CHECK(suite.contacts.caller.principal.starts_with("user:"));
}

TEST_CASE("reads and writes have rates of their own", "[gateway][api]") {
    Suite suite;
    CHECK(suite.ask("GET", contact_path, suite.admin).headers.find("X-RateLimit-Limit") == "5");
    CHECK(suite.ask("DELETE", contact_path, suite.admin).headers.find("X-RateLimit-Limit") == "2");
}

TEST_CASE("what the service refuses is told by its name", "[gateway][api]") {
    Suite suite;
    const auto missing =
        suite.ask("GET", "/api/contact/0192f3a4-0000-7000-8000-000000000000", suite.agent);
    CHECK(missing.status == 404);
    CHECK(has(missing, R"("error":"ContactNotFoundError","message":"there is none")"));
}

TEST_CASE("every answer after the rate step tells what is left of it", "[gateway][api]") {
    Suite suite;
    const auto missing = "/api/contact/0192f3a4-0000-7000-8000-000000000000";
    CHECK(suite.ask("GET", missing, suite.agent).headers.find("X-RateLimit-Remaining") == "4");
    CHECK(suite.ask("DELETE", contact_path, suite.agent).headers.find("X-RateLimit-Remaining") ==
          "1");
    CHECK(suite.ask("GET", "/api/contact/7", suite.agent).headers.find("X-RateLimit-Remaining") ==
          "3");
    CHECK_FALSE(suite.ask("GET", contact_path).headers.find("X-RateLimit-Remaining"));
    CHECK_FALSE(suite.ask("GET", "/api/nothing", suite.agent).headers.find("X-RateLimit-Limit"));
}

TEST_CASE("a refusal as large as can be still travels", "[gateway][api]") {
    Suite suite;
    const auto flood = suite.ask("GET", std::string{"/api/contact/"} + flooded, suite.agent);
    CHECK(flood.status == 400);
    CHECK(has(flood, "\"fieldErrors\":{\"ز"));
}

TEST_CASE("gRPC's own limits are no fault of the client's", "[gateway][api]") {
    Suite suite;
    CHECK(suite.ask("GET", "/api/contact", suite.agent).status == 500);
}

TEST_CASE("a body is read only from a client that shows a key", "[gateway][api]") {
    Suite suite;
    const auto wants = [&](const char* verb, const char* path, const std::string& key) {
        http::Request head{verb, path, ""};
        if (!key.empty()) head.headers.add("x-api-key", key);
        const bool wanted = suite.api->wants_body(head);
        // What it is not wanted for is refused without it.
        if (!wanted) CHECK(suite.ask(verb, path, key).status >= 400);
        return wanted;
    };
    CHECK(wants("POST", "/api/contact", suite.admin));
    CHECK_FALSE(wants("POST", "/api/contact", ""));
    CHECK_FALSE(wants("POST", "/api/audio-management/upload", "secret"));
    CHECK_FALSE(wants("POST", "/api/nothing", suite.admin));
    CHECK_FALSE(wants("PATCH", "/api/contact", suite.admin));
    CHECK_FALSE(wants("POST", "/docs", suite.admin));
}

TEST_CASE("too much at once is 503 with the time to try again", "[gateway][api]") {
    const auto refused = refuse_malformed(503, "too much is being received", {"POST", "/", ""});
    CHECK(refused.status == 503);
    CHECK(refused.headers.find("Retry-After"));
    CHECK(has(refused, "ServiceUnavailableError"));
}

TEST_CASE("a service's own trouble is 500 without its words", "[gateway][api]") {
    Suite suite;
    const auto trouble = suite.ask("DELETE", contact_path, suite.admin);
    CHECK(trouble.status == 500);
    CHECK_FALSE(has(trouble, "relation"));
}

TEST_CASE("a service that is down is 503 with the time to try again", "[gateway][api]") {
    Suite suite;
    const auto down = suite.ask("GET", "/api/programs", suite.agent);
    CHECK(down.status == 503);
    CHECK(down.headers.find("Retry-After"));
}

TEST_CASE("members are read after the key, and told wrong at once", "[gateway][api]") {
    Suite suite;
    CHECK(suite.ask("GET", "/api/contact/7").status == 401);
    CHECK(has(suite.ask("GET", "/api/contact/7", suite.agent), R"({"id":["must be a UUID"]})"));
}

TEST_CASE("an Idempotency-Key that cannot travel is refused", "[gateway][api]") {
    Suite suite;
    const auto refused = suite.ask({"POST",
                                    "/api/contact",
                                    "",
                                    {{"x-api-key", suite.admin}, {"Idempotency-Key", "two words"}},
                                    "{}"});
    CHECK(refused.status == 400);
    CHECK(has(refused, "Idempotency-Key"));
}

TEST_CASE("an upload goes to its own handler, and may be larger", "[gateway][api]") {
    Suite suite;
    CHECK(suite.ask("POST", "/api/audio-management/upload", suite.admin).body == "taken");
    CHECK(suite.api->body_limit({"POST", "/api/audio-management/upload", ""}) == 129 << 20);
    CHECK(suite.api->body_limit({"POST", "/api/contact", ""}) == 10 << 20);
}

TEST_CASE("requests are counted by route and status", "[gateway][api]") {
    Suite suite;
    suite.ask("GET", contact_path);
    CHECK_THAT(suite.metrics.text(),
               Catch::Contains("hatif_gateway_requests_total{method=\"GET\","
                               "route=\"/api/contact/{id}\",status=\"401\"} 1"));
}
