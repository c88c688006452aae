#include "rpc/caller.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"
#include "digest/digest.hpp"

#include <hatif/type/v1/caller.pb.h>

#include <algorithm>

namespace hatif::rpc {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::int64_t lifetime_seconds = 60;

std::uint32_t share_of(std::uint32_t sent) {
    return sent == 0 ? OrganizationSettings{}.call_share : sent;
}

type::v1::Caller to_wire(const Caller& caller, std::int64_t expires_at) {
    type::v1::Caller wire;
    if (caller.organization) wire.set_organization_id(caller.organization->value().to_string());
    wire.set_principal(caller.principal);
    wire.set_role(static_cast<api::v1::Role>(caller.role));
    wire.set_request_id(caller.request_id);
    wire.set_traceparent(caller.traceparent);
    wire.set_expires_at(expires_at);
    auto& settings = *wire.mutable_organization();
    settings.set_country(caller.settings.country);
    settings.set_timezone(caller.settings.timezone);
    settings.set_max_concurrent_calls(caller.settings.max_concurrent_calls);
    settings.set_calls_per_second(caller.settings.calls_per_second);
    settings.set_currency(caller.settings.currency);
    settings.set_call_share(caller.settings.call_share);
    if (caller.session) wire.set_session_id(caller.session->to_string());
    wire.set_client_address(caller.client_address);
    return wire;
}

Caller from_wire(const type::v1::Caller& wire) {
    Caller caller;
    if (const auto id = base::Uuid::parse(wire.organization_id())) {
        caller.organization = base::OrganizationId{*id};
    }
    caller.principal = wire.principal();
    caller.role = static_cast<Role>(wire.role());
    caller.request_id = wire.request_id();
    caller.traceparent = wire.traceparent();
    caller.settings = {wire.organization().country(),
                       wire.organization().timezone(),
                       wire.organization().max_concurrent_calls(),
                       wire.organization().calls_per_second(),
                       wire.organization().currency(),
                       share_of(wire.organization().call_share())};
    caller.session = base::Uuid::parse(wire.session_id());
    caller.client_address = wire.client_address();
    return caller;
}

std::int64_t seconds_of(base::Instant now) {
    return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
}

} // namespace

bool permits(const Caller& caller, Role needed) {
    if (needed == Role::none) return caller.is_service();
    if (needed == Role::platform || caller.role == Role::platform) return caller.role == needed;
    return caller.role >= needed && caller.organization.has_value();
}

Result<CallerKeys> CallerKeys::read(std::string_view text) {
    std::vector<Key> keys;
    for (const auto part : base::split(text, ',')) {
        const auto colon = part.find(':');
        const auto secret =
            base::from_hex(colon == std::string_view::npos ? "" : part.substr(colon + 1));
        if (colon == std::string_view::npos || colon == 0 || !secret || secret->size() < 16) {
            return fail(Errc::invalid, "caller keys must read id:hex,id:hex with 16 bytes or more");
        }
        keys.push_back({std::string{part.substr(0, colon)}, *secret});
    }
    if (keys.empty()) return fail(Errc::invalid, "at least one caller key is needed");
    return CallerKeys{std::move(keys)};
}

std::string CallerKeys::sign(const Caller& caller, base::Instant now) const {
    const auto message = to_wire(caller, seconds_of(now) + lifetime_seconds).SerializeAsString();
    const auto signed_part = keys_.front().id + "." + base::to_base64url(message);
    return signed_part + "." +
           base::to_base64url(digest::hmac_sha256(keys_.front().secret, signed_part));
}

Result<Caller> CallerKeys::verify(std::string_view value, base::Instant now) const {
    const auto parts = base::split(value, '.');
    if (parts.size() != 3) return fail(Errc::unauthenticated, "the caller is not signed");
    const auto key =
        std::find_if(keys_.begin(), keys_.end(), [&](const Key& it) { return it.id == parts[0]; });
    if (key == keys_.end()) return fail(Errc::unauthenticated, "the caller's key is unknown");
    const auto signed_part = value.substr(0, parts[0].size() + 1 + parts[1].size());
    if (!digest::equal_in_constant_time(
            base::to_base64url(digest::hmac_sha256(key->secret, signed_part)), parts[2])) {
        return fail(Errc::unauthenticated, "the caller's signature does not match");
    }
    const auto message = base::from_base64url(parts[1]);
    type::v1::Caller wire;
    if (!message || !wire.ParseFromString(*message)) {
        return fail(Errc::unauthenticated, "the caller does not parse");
    }
    if (wire.expires_at() < seconds_of(now)) {
        return fail(Errc::unauthenticated, "the caller's signature has expired");
    }
    return from_wire(wire);
}

} // namespace hatif::rpc
