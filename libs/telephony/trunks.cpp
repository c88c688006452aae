#include "telephony/calls_impl.hpp"
#include "telephony/openssl_hash.hpp"
#include "telephony/tls_trouble.hpp"
#include "telephony/trunk_link_impl.hpp"

#include <sofia-sip/nta_tport.h>
#include <sofia-sip/tport.h>

#include <algorithm>
#include <limits>

namespace hatif::telephony {

namespace {

constexpr std::chrono::seconds between_sweeps{1};
constexpr std::chrono::seconds patience_for_registrar{32};

} // namespace

Trunks::Trunks(CallsAgent& shared) : shared_{shared} {}

Trunks::~Trunks() {
    if (sweep_) shared_.thread.cancel(*sweep_);
}

void Trunks::set(const std::vector<Trunk>& trunks) {
    auto before = std::exchange(links_, {});
    for (const auto& trunk : trunks) {
        auto& old = before[trunk.id];
        if (old && old->is_same_peer(trunk)) {
            old->change(trunk);
            links_[trunk.id] = std::move(old);
            continue;
        }
        if (old) leave(std::move(old));
        links_[trunk.id] = std::make_unique<TrunkLink>(shared_, trunk);
    }
    for (auto& [id, link] : before) {
        if (link) leave(std::move(link));
    }
    open_filter(); // before anybody of them answers
    for (const auto& trunk : trunks) links_[trunk.id]->begin();
}

void Trunks::unregister() {
    for (const auto& [id, link] : links_) {
        if (link) link->unregister();
    }
}

void Trunks::leave(std::unique_ptr<TrunkLink> link) {
    auto& left = *link;
    const auto patience = std::chrono::steady_clock::now() + patience_for_registrar;
    leaving_.push_back({std::move(link), shared_.last_ref, patience});
    left.leave();
    if (!sweep_) {
        sweep_ = shared_.thread.at(std::chrono::steady_clock::now() + between_sweeps,
                                   [this] { sweep(); });
    }
}

/// Trunks that are gone go for good when their registrars know and their last call is over.
void Trunks::sweep() {
    sweep_.reset();
    auto oldest = std::numeric_limits<std::uint64_t>::max();
    for (const auto& [ref, call] : shared_.calls) oldest = std::min(oldest, ref);
    const auto now = std::chrono::steady_clock::now();
    const auto gone = std::erase_if(leaving_, [&](const Leaving& it) {
        return it.last_call < oldest && (it.link->has_left() || it.patience <= now);
    });
    if (shared_.calls.empty()) shared_.filter->forget_allowed();
    if (gone > 0) open_filter();
    if (leaving_.empty()) return;
    sweep_ = shared_.thread.at(now + between_sweeps, [this] { sweep(); });
}

void Trunks::open_filter() {
    std::vector<Network> all;
    const auto add = [&](const TrunkLink& link) {
        const auto its = link.networks();
        all.insert(all.end(), its.begin(), its.end());
    };
    for (const auto& [id, link] : links_) {
        if (link) add(*link);
    }
    for (const auto& it : leaving_) add(*it.link);
    if (!shared_.filter->set_networks(all) && shared_.config.log) {
        shared_.config.log("the trunks have more addresses than the filter holds");
    }
}

TrunkLink* Trunks::find(const base::TrunkId& trunk) const {
    const auto found = links_.find(trunk);
    return found == links_.end() ? nullptr : found->second.get();
}

const Trunk& Trunks::in_force(const Trunk& asked) {
    auto& link = links_[asked.id];
    if (!link) {
        link = std::make_unique<TrunkLink>(shared_, asked);
        open_filter();
    }
    return link->trunk();
}

TrunkState Trunks::state_of(const base::TrunkId& trunk) const {
    const auto* link = find(trunk);
    return link == nullptr ? TrunkState{} : link->state();
}

std::optional<Way> Trunks::way_to(const base::TrunkId& trunk) const {
    auto* link = find(trunk);
    return link == nullptr ? std::nullopt : link->way();
}

std::optional<base::TrunkId> Trunks::whose(const std::string& address) const {
    std::optional<base::TrunkId> owner; // of several always the same
    for (const auto& [id, link] : links_) {
        if (link && link->has(address) && (!owner || id < *owner)) owner = id;
    }
    return owner;
}

void Trunks::heard(const base::TrunkId& trunk) {
    if (auto* const link = find(trunk)) link->hear(TrunkAnswered{});
}

void Trunks::heard(const base::TrunkId& trunk, const dialog::Refusal& refusal, const Way& way) {
    auto* const link = find(trunk);
    if (link == nullptr) return;
    if (refusal.cause == dialog::Cause::transport || refusal.cause == dialog::Cause::timeout) {
        link->rest(way);
        link->ask(); // one call that failed is no verdict
    } else if (refusal.code == 503 && refusal.retry_after) {
        link->hear(PauseAsked{*refusal.retry_after});
    }
}

dialog::Nonces* Trunks::nonces_of(const base::TrunkId& trunk) {
    auto* const link = find(trunk);
    if (link != nullptr) return &link->nonces();
    // One that is leaving still has calls to hang up and a registration to take back.
    const auto left = std::ranges::find_if(
        leaving_, [&](const Leaving& it) { return it.link->trunk().id == trunk; });
    return left == leaving_.end() ? nullptr : &left->link->nonces();
}

void Trunks::drop_connection(nta_outgoing_t* request) {
    auto* const transport = nta_outgoing_transport(request);
    if (transport == nullptr) return;
    if (tport_is_secondary(transport) != 0 && tport_is_reliable(transport) != 0) {
        tport_shutdown(transport, 2);
    }
    tport_unref(transport);
}

void Trunks::tell(const TrunkLink& link) {
    if (listener_ && find(link.trunk().id) == &link) listener_(link.trunk().id, link.state());
}

void Trunks::look_up(const Trunk& trunk, Resolver::Done done) {
    if (!resolver_) resolver_.emplace(shared_.config.name_servers);
    resolver_->look_up(trunk.host, trunk.port, trunk.transport, std::move(done));
}

std::string request_uri(const std::string& user, const Trunk& trunk) {
    auto uri = "sip:" + (user.empty() ? trunk.host : user + '@' + trunk.host);
    if (trunk.port != 0) uri += ':' + std::to_string(trunk.port);
    if (trunk.transport == Transport::tcp) uri += ";transport=tcp";
    if (trunk.transport == Transport::tls) uri += ";transport=tls";
    return uri;
}

dialog::Proof
proof_of(const Credentials& credentials, const std::string& method, const std::string& uri) {
    return {.user = credentials.user,
            .password = credentials.password,
            .method = method,
            .uri = uri,
            .cnonce = random_token()};
}

void renew(dialog::Nonces& nonces, const sip_t& answer) {
    const auto text_of_header = [](const auto* header) {
        const auto home = new_home();
        return text_or_empty(
            sip_header_as_string(home.get(), reinterpret_cast<const sip_header_t*>(header)));
    };
    if (const auto* by_server = answer.sip_authentication_info) {
        nonces.renew(text_of_header(by_server), false);
    }
    if (const auto* by_proxy = answer.sip_proxy_authentication_info) {
        nonces.renew(text_of_header(by_proxy), true);
    }
}

std::string why_unreachable() {
    return certificate_was_refused() ? "tls_certificate" : "transport_refused";
}

int refuse_request(NtaUser*, nta_leg_t*, nta_incoming_t*, const sip_t*) noexcept {
    return 481;
}

} // namespace hatif::telephony
