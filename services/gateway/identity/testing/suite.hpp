#pragma once

#include "gateway/identity/access/admission.hpp"
#include "gateway/identity/identity.hpp"
#include "pg/pool.hpp"
#include "rpc/caller.hpp"

#include <hatif/gateway/v1/api_key_service.grpc.pb.h>
#include <hatif/gateway/v1/auth_service.grpc.pb.h>
#include <hatif/gateway/v1/identity_service.grpc.pb.h>
#include <hatif/gateway/v1/member_service.grpc.pb.h>
#include <hatif/gateway/v1/organization_lookup_service.grpc.pb.h>
#include <hatif/gateway/v1/organization_service.grpc.pb.h>

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <atomic>
#include <memory>
#include <string>

/// Identity in one process, with a PostgreSQL of its own: what main wires, without HTTP. One for
/// all tests of the binary; each works in an organization of its own.
namespace hatif::gateway::testing {

class HandClock final : public base::Clock {
public:
    base::Instant now() const override { return base::SystemClock{}.now() + ahead.load(); }
    std::atomic<base::Duration> ahead{base::Duration{0}};
};

class Suite {
public:
    static Suite& shared();
    Suite();
    ~Suite();

    pg::Pool& pool();
    const TokenKeys& keys() const;
    /// Time as the services see it.
    HandClock& clock();
    std::shared_ptr<grpc::Channel> channel() const;
    std::string sign(const rpc::Caller& caller) const;
    /// The first column of the first row, as text.
    std::string ask(const std::string& sql);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// One replica's door to the same database.
class Replica {
public:
    Replica();

    /// What a request with this credential meets: "in", "limited", or the refusal.
    std::string meets(const std::string& credential, const std::string& verb = "GET");
    /// Who comes in with it.
    Admitted let_in(const std::string& credential, const std::string& verb = "GET");

    HandClock clock; ///< of the cache's ages

private:
    base::Result<Admitted> knock(const std::string& credential, const std::string& verb);

    SteadyClock steady_;
    Admission admission_;
    RateLimiter limiter_;
    HolderCache holders_;
};

/// An address that no other test calls from.
std::string new_address();

/// A caller. Each call answers; `refused` is the reason of the last one's refusal, "" when it was
/// done; `wrong` the paths of its wrong members.
class Client {
public:
    explicit Client(rpc::Caller caller);

    /// The platform; a service; nobody.
    static Client platform();
    static Client service();
    static Client anonymous(const std::string& address = new_address());
    /// An admin's key of a new organization.
    static Client admin();
    /// The person of an access token, as the gateway lets them in.
    static Client person(const std::string& access_token);

    std::string organization() const { return caller_.organization->value().to_string(); }
    Client as(rpc::Role role) const;

    template <class Service, class Request, class Response>
    Response call(grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*,
                                                                 const Request&,
                                                                 Response*),
                  const Request& request) {
        const auto stub = Service::NewStub(Suite::shared().channel());
        grpc::ClientContext context;
        prepare(context);
        Response response;
        note((static_cast<typename Service::StubInterface&>(*stub).*method)(&context, request,
                                                                            &response));
        return response;
    }

    v1::Member add_member(const std::string& email,
                          api::v1::Role role,
                          const std::string& password = "correct horse");
    v1::Tokens login(const std::string& email, const std::string& password = "correct horse");
    v1::Tokens refresh(const std::string& token);
    v1::ApiKey add_key(const v1::CreateApiKeyRequest& request);

    std::string refused;
    std::string said;
    std::vector<std::string> wrong;
    std::string idempotency_key;

private:
    void prepare(grpc::ClientContext& context);
    void note(const grpc::Status& status);

    rpc::Caller caller_;
};

/// An e-mail address that no other test has.
std::string new_email();

} // namespace hatif::gateway::testing
