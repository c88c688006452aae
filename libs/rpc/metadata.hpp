#pragma once

#include <string>
#include <string_view>

namespace grpc {
class ServerContext;
}

namespace hatif::rpc {

constexpr const char* caller_key = "hatif-caller";
constexpr const char* idempotency_key = "hatif-idempotency-key";
constexpr const char* range_key = "hatif-range"; ///< a Range header, word for word

/// A metadata value that the client sent; empty when there is none.
std::string_view metadata(const grpc::ServerContext& context, std::string_view key);

} // namespace hatif::rpc
