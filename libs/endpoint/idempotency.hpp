#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "rpc/caller.hpp"

#include <functional>
#include <string>

namespace google::protobuf {
class Message;
}

namespace hatif::endpoint {

/// Runs the handler once for a key of the caller's organization, in its transaction, for 24 h: a
/// repeat of the same caller's with the same request gets the first answer; any other
/// IDEMPOTENCY_KEY_REUSED; while the first still runs IDEMPOTENCY_KEY_IN_USE. A refusal is not
/// kept: its repeat is tried anew.
base::Result<void> once(const rpc::Caller& caller,
                        const std::string& key,
                        const google::protobuf::Message& request,
                        google::protobuf::Message& response,
                        base::Instant now,
                        pg::Transaction& transaction,
                        const std::function<base::Result<void>()>& handler);

} // namespace hatif::endpoint
