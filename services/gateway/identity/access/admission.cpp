#include "gateway/identity/access/admission.hpp"

#include "base/text.hpp"
#include "gateway/identity/access/credential.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace hatif::gateway {

namespace {

using base::Errc;

// Of the platform's keys, and of who shows no credential.
constexpr Rates platform_rates{100, 100};
constexpr Rates open_rates{100, 10};

LimitKind kind_of(const http::Request& head) {
    return head.method == "GET" || head.method == "HEAD" ? LimitKind::reads : LimitKind::writes;
}

std::uint32_t rate_of(const Rates& rates, LimitKind kind) {
    return kind == LimitKind::reads ? rates.reads : rates.writes;
}

tl::unexpected<base::Error> refused(std::string what) {
    return base::fail(Errc::unauthenticated, std::move(what), "UNAUTHORIZED");
}

} // namespace

base::Result<rpc::Caller> admit(const Holder& holder, base::Instant now) {
    const std::string what = holder.session ? "the session" : "the API key";
    // Whatever its time: replicas' clocks differ, and none is revoked ahead of time.
    if (holder.revoked_at) {
        return refused(what + (holder.session ? " has ended: log in again" : " was revoked"));
    }
    if (holder.expires_at && *holder.expires_at <= now) return refused(what + " has expired");
    if (!holder.organization_active) {
        return base::fail(Errc::forbidden, "the organization is suspended", "FORBIDDEN");
    }
    rpc::Caller caller;
    caller.organization = holder.organization;
    caller.principal = holder.principal;
    caller.role = holder.role;
    caller.settings = holder.settings;
    caller.session = holder.session;
    return caller;
}

std::string client_address(const http::Request& head, unsigned proxies) {
    if (proxies == 0) return head.client;
    // Proxies may send one header each, or one for all.
    std::vector<std::string_view> seen;
    for (const auto& [name, value] : head.headers) {
        if (http::Headers{{name, ""}}.find("X-Forwarded-For")) {
            for (const auto part : base::split(value, ',')) seen.push_back(base::trimmed(part));
        }
    }
    if (seen.size() < proxies) return head.client;
    return std::string{seen[seen.size() - proxies]};
}

Admission::Admission(TokenKeys keys,
                     HolderCache& holders,
                     RateLimiter& limiter,
                     const base::Clock& clock,
                     unsigned proxies)
    : keys_{std::move(keys)}, holders_{holders}, limiter_{limiter}, clock_{clock}, proxies_{
                                                                                       proxies} {}

void Admission::let_in(const http::Request& head, Callback callback) {
    const auto credential = read_credential(head.headers, keys_, clock_.now());
    if (!credential) return callback(base::fail(credential.error()));
    const auto told = std::make_shared<const Callback>(std::move(callback));
    const bool is_key = credential->kind == Credential::Kind::api_key;
    const auto address = client_address(head, proxies_);
    // Who invents keys is limited by where they come from; a session's token is signed.
    HolderCache::MayAsk may_ask;
    if (is_key) {
        may_ask = [&] {
            return addresses_.take(address, LimitKind::reads, open_rates.reads, clock_.now())
                .granted;
        };
    }
    holders_.find(
        credential->handle(),
        [this, is_key, told, kind = kind_of(head), address](const HolderCache::Answer& known) {
            if (!known) return (*told)(base::fail(known.error()));
            if (!*known) {
                return (*told)(refused(is_key ? "the API key is unknown"
                                              : "the session has ended: log in again"));
            }
            limit(**known, kind, address, told);
        },
        may_ask);
}

void Admission::limit(const Holder& holder,
                      LimitKind kind,
                      const std::string& address,
                      const std::shared_ptr<const Callback>& told) {
    auto caller = admit(holder, clock_.now());
    if (!caller) return (*told)(base::fail(caller.error()));
    caller->client_address = address;
    const auto& rates = holder.organization ? holder.rates : platform_rates;
    limiter_.take({holder.counted_as, kind}, rate_of(rates, kind),
                  [told, caller = *std::move(caller)](const Allowance& allowance) {
                      (*told)(Admitted{caller, allowance});
                  });
}

void Admission::may_stay(const http::Headers& headers,
                         rpc::Role role,
                         std::function<void(bool)> callback) {
    const auto credential = read_credential(headers, keys_, clock_.now());
    if (!credential) return callback(false);
    holders_.find(credential->handle(),
                  [this, role, told = std::move(callback)](const HolderCache::Answer& known) {
                      if (!known || !*known) return told(false);
                      const auto caller = admit(**known, clock_.now());
                      told(caller && rpc::permits(*caller, role));
                  });
}

Admitted Admission::let_in_open(const http::Request& head) {
    rpc::Caller caller;
    caller.principal = "anonymous";
    caller.client_address = client_address(head, proxies_);
    const auto kind = kind_of(head);
    const auto allowance =
        addresses_.take(caller.client_address, kind, rate_of(open_rates, kind), clock_.now());
    return {std::move(caller), allowance};
}

bool Admission::shows_credential(const http::Headers& headers) const {
    return read_credential(headers, keys_, clock_.now()).has_value();
}

} // namespace hatif::gateway
