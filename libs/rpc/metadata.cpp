#include "rpc/metadata.hpp"

#include <grpcpp/server_context.h>

namespace hatif::rpc {

std::string_view metadata(const grpc::ServerContext& context, std::string_view key) {
    const auto& all = context.client_metadata();
    const auto it = all.find(grpc::string_ref{key.data(), key.size()});
    if (it == all.end()) return {};
    return {it->second.data(), it->second.size()};
}

} // namespace hatif::rpc
