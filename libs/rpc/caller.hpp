#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::rpc {

/// As hatif.api.v1.Role: each includes the ones before it; `platform` stands apart.
enum class Role { none = 0, agent = 1, manager = 2, admin = 3, platform = 4 };

/// What services need to know of the caller's organization; identity itself belongs to the gateway.
struct OrganizationSettings {
    std::string country;                    ///< ISO 3166-1 alpha-2
    std::string timezone;                   ///< IANA
    std::uint32_t max_concurrent_calls = 0; ///< 0: no limit
    double calls_per_second = 0;            ///< 0: no limit
    std::string currency;                   ///< ISO 4217
    std::uint32_t call_share = 10;          ///< of the calls where not all fit, 1 to 1,000
};

/// Who calls. Travels signed, as one metadata value; see hatif/type/v1/caller.proto.
struct Caller {
    std::optional<base::OrganizationId> organization; ///< none for a platform key or a service
    std::string principal;                            ///< "key:<id>", "user:<id>", "service:<name>"
    Role role = Role::none;
    std::string request_id;
    std::string traceparent;
    OrganizationSettings settings;
    std::optional<base::Uuid> session{}; ///< of a "user:"
    std::string client_address{};        ///< empty for a service

    bool is_service() const { return principal.starts_with("service:"); }
};

/// May one who has `held` do what asks for `needed`? An endpoint without a role is for services
/// only, and what asks for `platform` opens to nothing else.
bool permits(const Caller& caller, Role needed);

/// The HMAC keys that the services of one deployment share: "id:hex,id:hex". The first signs, all
/// verify, so that keys are rotated without a gap.
class CallerKeys {
public:
    static base::Result<CallerKeys> read(std::string_view text);

    /// `<key id>.<base64url message>.<base64url HMAC-SHA256 of what stands before>`, void after 60
    /// s.
    std::string sign(const Caller& caller, base::Instant now) const;

    /// `unauthenticated` when malformed, of an unknown key, forged or expired.
    base::Result<Caller> verify(std::string_view value, base::Instant now) const;

    /// Bytes that a client carries and cannot change, as one word of an address: base64url and a
    /// dot. They are no secret. What was sealed for one purpose opens for no other.
    std::string seal(std::string_view purpose, std::string_view bytes, base::Instant expires) const;

    /// The bytes; `forbidden` when they were not sealed by us for this purpose, or have expired.
    base::Result<std::string>
    unseal(std::string_view purpose, std::string_view sealed, base::Instant now) const;

private:
    struct Key {
        std::string id;
        std::string secret;
    };
    explicit CallerKeys(std::vector<Key> keys) : keys_{std::move(keys)} {}
    std::vector<Key> keys_;
};

} // namespace hatif::rpc
