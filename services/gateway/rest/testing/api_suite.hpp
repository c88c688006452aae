#pragma once

#include "gateway/identity/access/admission.hpp"
#include "gateway/rest/api.hpp"
#include "gateway/rest/event_streams.hpp"
#include "gateway/rest/upstreams.hpp"
#include "hatif/contact/v1/contact_service.grpc.pb.h"
#include "hatif/gateway/v1/auth_service.grpc.pb.h"
#include "http/gate.hpp"

#include <grpcpp/server.h>

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The API with its upstreams: contacts and logins are there, all others are down; programs unless
/// the test brings them.
namespace hatif::gateway::testing {

constexpr const char* contact_id = "0192f3a4-0000-7000-8000-00000000000a";
/// Refused with as many words as can be.
constexpr const char* flooded_id = "0192f3a4-0000-7000-8000-00000000000f";
const std::string contact_path = std::string{"/api/contact/"} + contact_id;

/// A contact service that knows one contact and remembers who called.
class Contacts final : public contact::v1::ContactService::Service {
public:
    grpc::Status GetContact(grpc::ServerContext* context,
                            const contact::v1::GetContactRequest* request,
                            contact::v1::Contact* contact) override;
    /// Has its own trouble.
    grpc::Status DeleteContact(grpc::ServerContext* context,
                               const contact::v1::DeleteContactRequest* request,
                               google::protobuf::Empty* answer) override;
    /// More than gRPC takes.
    grpc::Status ListContacts(grpc::ServerContext* context,
                              const contact::v1::ListContactsRequest* request,
                              contact::v1::ListContactsResponse* answer) override;
    /// The Range that it was asked for; nothing of `search=silence` until the caller has gone.
    grpc::Status ExportContacts(grpc::ServerContext* context,
                                const contact::v1::ExportContactsRequest* request,
                                grpc::ServerWriter<type::v1::Download>* writer) override;

    rpc::Caller caller;
    std::string range;
};

/// Logs everyone in, and remembers who called.
class Auth final : public v1::AuthService::Service {
public:
    /// The password `guess` was tried too often, `wrong` is wrong.
    grpc::Status Login(grpc::ServerContext* context,
                       const v1::LoginRequest* request,
                       v1::Tokens* answer) override;
    grpc::Status Refresh(grpc::ServerContext* context,
                         const v1::RefreshRequest* request,
                         v1::Tokens* answer) override;
    /// Finds our own signature wrong.
    grpc::Status LogoutAll(grpc::ServerContext* context,
                           const v1::LogoutAllRequest* request,
                           google::protobuf::Empty* answer) override;

    rpc::Caller caller;
    std::string idempotency_key;
};

/// Time, and as much ahead of it as the test says.
class AheadClock final : public base::Clock {
public:
    base::Instant now() const override { return base::SystemClock{}.now() + ahead.load(); }
    std::atomic<base::Duration> ahead{base::Duration{0}};
};

class ApiSuite {
public:
    /// `first_event`: how long a live answer may take to begin.
    explicit ApiSuite(grpc::Service* programs = nullptr,
                      std::chrono::milliseconds first_event = std::chrono::seconds{20});

    http::Response ask(http::Request request);
    http::Response
    ask(const std::string& verb, const std::string& path, const std::string& key = "");
    std::string access_token() const;

    const base::Uuid session = *base::Uuid::parse("0192f3a4-0000-7000-8000-00000000005e");
    const std::string agent;
    const std::string admin;
    const std::string platform;
    Contacts contacts;
    Auth auth;
    AheadClock clock;
    std::atomic<bool> is_revoked = false; ///< all that are looked up
    std::atomic<rpc::Role> downgraded{};  ///< the role of all that are looked up, if it is one
    observability::Metrics metrics;
    std::optional<Api> api;

private:
    HolderCache::Answer holder_of(const std::string& handle);
    base::Result<std::vector<Reserved>> reserve_here(const std::vector<Ask>& asks);

    const std::vector<std::pair<std::string, rpc::Role>> keys_{
        {agent, rpc::Role::agent}, {admin, rpc::Role::admin}, {platform, rpc::Role::platform}};
    std::unique_ptr<grpc::Server> server_;
    std::shared_ptr<http::Gate> gate_ = std::make_shared<http::Gate>();
    std::optional<Upstreams> upstreams_;
    SteadyClock steady_;
    Admission admission_;
    std::map<Subject, Bucket> buckets_; // which only the limiter's one thread asks
    RateLimiter limiter_{[this](const std::vector<Ask>& asks) { return reserve_here(asks); },
                         steady_};
    HolderCache cache_{[this](const std::string& handle) { return holder_of(handle); }, clock};

public:
    std::optional<EventStreams> events; ///< beats every 100 ms; three at once, two of one
};

bool has(const http::Response& response, const char* text);

} // namespace hatif::gateway::testing
