#include "endpoint/idempotency.hpp"

#include "digest/digest.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>

namespace hatif::endpoint {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr auto lifetime = std::chrono::hours{24};

/// Equal requests of one caller hash alike: maps are written in the order of their keys. Nobody
/// gets what was answered to another, and a logout of one session is none of the next.
std::string hash_of(const rpc::Caller& caller, const google::protobuf::Message& request) {
    auto bytes =
        caller.principal + '\n' + (caller.session ? caller.session->to_string() : "") + '\n';
    {
        google::protobuf::io::StringOutputStream stream{&bytes};
        google::protobuf::io::CodedOutputStream out{&stream};
        out.SetSerializationDeterministic(true);
        request.SerializeToCodedStream(&out);
    }
    return digest::sha256(bytes);
}

} // namespace

Result<void> once(const rpc::Caller& caller,
                  const std::string& key,
                  const google::protobuf::Message& request,
                  google::protobuf::Message& response,
                  base::Instant now,
                  pg::Transaction& transaction,
                  const std::function<Result<void>()>& handler) {
    const auto organization = caller.organization ? caller.organization->value() : base::Uuid{};
    const std::string method = request.GetDescriptor()->full_name();
    const auto turn =
        transaction.exec("SELECT pg_try_advisory_xact_lock(hashtextextended($1 || ':' || $2, 0))",
                         organization.to_string(), key);
    if (!turn) return fail(turn.error());
    if (!(*turn)[0].get<bool>(0)) {
        return fail(Errc::conflict, "a request with this Idempotency-Key is still running",
                    "IDEMPOTENCY_KEY_IN_USE");
    }
    const auto hash = hash_of(caller, request);
    const auto first =
        transaction.exec("SELECT method = $3 AND request_hash = $4, response FROM idempotency_keys "
                         "WHERE organization_id = $1 AND key = $2 AND created_at > $5",
                         organization, key, method, pg::Bytes{hash}, now - lifetime);
    if (!first) return fail(first.error());
    if (!first->empty()) {
        if (!(*first)[0].get<bool>(0)) {
            return fail(Errc::unprocessable, "this Idempotency-Key was used for another request",
                        "IDEMPOTENCY_KEY_REUSED");
        }
        response.ParseFromString((*first)[0].get<std::string>(1));
        return {};
    }
    if (auto done = handler(); !done) return done;
    const auto kept = transaction.exec(
        "INSERT INTO idempotency_keys (organization_id, key, method, request_hash, response, "
        "created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (organization_id, key) DO UPDATE SET "
        "method = EXCLUDED.method, request_hash = EXCLUDED.request_hash, "
        "response = EXCLUDED.response, created_at = EXCLUDED.created_at",
        organization, key, method, pg::Bytes{hash}, pg::Bytes{response.SerializeAsString()}, now);
    if (!kept) return fail(kept.error());
    // Each new key takes a few old ones out: the table stays as large as a day.
    const auto purged = transaction.exec(
        "DELETE FROM idempotency_keys WHERE ctid = ANY(ARRAY(SELECT ctid FROM idempotency_keys "
        "WHERE created_at < $1 LIMIT 10 FOR UPDATE SKIP LOCKED))",
        now - lifetime);
    if (!purged) return fail(purged.error());
    return {};
}

} // namespace hatif::endpoint
