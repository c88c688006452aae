#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "pg/pool.hpp"
#include "rpc/caller.hpp"

#include <grpcpp/support/status.h>

#include <functional>

namespace grpc {
class ServerContext;
}
namespace google::protobuf {
class Descriptor;
class Message;
} // namespace google::protobuf

namespace hatif::endpoint {

/// What every unary rpc has in common: the caller is verified and its role checked against the
/// contract's option (an rpc without a role is for services only, an open one for anyone), the
/// handler runs in a transaction, an Idempotency-Key is kept in that transaction, and an error
/// becomes a status.
///
///     Status GetContact(ServerContext* context, const GetContactRequest* request, Contact*
///     contact) {
///         return endpoint_.run(*context, *request, *contact, [&](const auto& caller, auto&
///         transaction) {
///             return read_contact(caller, *request, transaction, *contact);   // Result<void>
///         });
///     }
class Endpoint {
public:
    using Handler = std::function<base::Result<void>(const rpc::Caller&, pg::Transaction&)>;

    Endpoint(pg::Pool& pool, rpc::CallerKeys keys);

    /// The handler may run more than once (deadlock, serialization failure); the response is
    /// cleared before each run.
    grpc::Status run(const grpc::ServerContext& context,
                     const google::protobuf::Message& request,
                     google::protobuf::Message& response,
                     const Handler& handler);

    /// For streams and for what needs no transaction: who calls, if the role suffices.
    base::Result<rpc::Caller> caller(const grpc::ServerContext& context,
                                     const google::protobuf::Descriptor& request) const;

private:
    pg::Pool& pool_;
    rpc::CallerKeys keys_;
    base::SystemClock clock_;
};

} // namespace hatif::endpoint
