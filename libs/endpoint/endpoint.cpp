#include "endpoint/endpoint.hpp"

#include "endpoint/idempotency.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

#include <hatif/api/v1/options.pb.h>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>

#include <algorithm>

namespace hatif::endpoint {

using base::Errc;
using base::fail;
using base::Result;

namespace {

/// What the contract asks for. Several rpcs may share a request; the strictest holds.
api::v1::MethodOptions demands_of(const google::protobuf::Descriptor& request) {
    api::v1::MethodOptions demands;
    const auto& file = *request.file();
    for (int s = 0; s < file.service_count(); ++s) {
        for (int m = 0; m < file.service(s)->method_count(); ++m) {
            const auto& method = *file.service(s)->method(m);
            if (method.input_type() != &request) continue;
            const auto& options = method.options().GetExtension(api::v1::method);
            demands.set_role(std::max(demands.role(), options.role()));
            demands.set_open(options.open());
        }
    }
    return demands;
}

} // namespace

Endpoint::Endpoint(pg::Pool& pool, rpc::CallerKeys keys) : pool_{pool}, keys_{std::move(keys)} {}

Result<rpc::Caller> Endpoint::caller(const grpc::ServerContext& context,
                                     const google::protobuf::Descriptor& request) const {
    auto caller = keys_.verify(rpc::metadata(context, rpc::caller_key), clock_.now());
    if (!caller) {
        auto error = caller.error();
        error.reason = "UNAUTHORIZED";
        return fail(error);
    }
    const auto demands = demands_of(request);
    if (demands.open()) return caller;
    if (!rpc::permits(*caller, static_cast<rpc::Role>(demands.role()))) {
        return fail(Errc::forbidden, "the key's role does not permit this", "FORBIDDEN");
    }
    return caller;
}

grpc::Status Endpoint::run(const grpc::ServerContext& context,
                           const google::protobuf::Message& request,
                           google::protobuf::Message& response,
                           const Handler& handler) {
    const auto who = caller(context, *request.GetDescriptor());
    if (!who) return rpc::to_status(who.error());
    const std::string key{rpc::metadata(context, rpc::idempotency_key)};
    const auto done = pool_.transact([&](pg::Transaction& transaction) -> Result<void> {
        response.Clear();
        if (key.empty()) return handler(*who, transaction);
        return once(*who, key, request, response, clock_.now(), transaction,
                    [&] { return handler(*who, transaction); });
    });
    return done ? grpc::Status::OK : rpc::to_status(done.error());
}

} // namespace hatif::endpoint
