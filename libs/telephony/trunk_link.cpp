#include "telephony/trunk_link_impl.hpp"

#include "telephony/calls_impl.hpp"

#include <algorithm>
#include <tuple>

namespace hatif::telephony {

namespace {

constexpr std::chrono::seconds rest_of_a_target{30};
constexpr std::chrono::seconds until_next_try{5}; // while there is no answer about a name

const char* name_of(Transport transport) {
    switch (transport) {
    case Transport::tcp:
        return "tcp";
    case Transport::tls:
        return "tls";
    case Transport::udp:
        break;
    }
    return "udp";
}

std::vector<Network> networks_of(const std::vector<std::string>& sources) {
    std::vector<Network> all;
    for (const auto& source : sources) {
        if (const auto network = read_network(source)) all.push_back(*network);
    }
    return all;
}

} // namespace

TrunkLink::TrunkLink(CallsAgent& shared, Trunk trunk)
    : shared_{shared}, trunk_{std::move(trunk)}, sources_{networks_of(trunk_.sources)},
      ident_{shared.transports.open_for(trunk_)}, self_{std::make_shared<TrunkLink*>(this)} {
    // A numeric host needs nobody's answer, and may be called at once.
    if (const auto host = read_address(trunk_.host)) {
        const auto port = trunk_.port == 0 ? default_port(trunk_.transport) : trunk_.port;
        targets_.replace({Target{trunk_.host, port}});
    } else {
        look_up();
    }
}

TrunkLink::~TrunkLink() {
    if (again_) shared_.thread.cancel(*again_);
}

void TrunkLink::begin() {
    if (!ident_) return hear(TrunkUnreachable{"transport_unavailable"});
    if (trunk_.registers && trunk_.credentials && !registrar_) {
        registrar_ =
            std::make_unique<Registrar>(shared_, *this, [this](const TrunkNews& it) { hear(it); });
    }
    if (trunk_.options_every.count() > 0 && !prober_) {
        prober_ =
            std::make_unique<Prober>(shared_, *this, [this](const TrunkNews& it, const Way& way) {
                if (!std::holds_alternative<TrunkAnswered>(it)) rest(way);
                hear(it);
            });
    }
}

bool TrunkLink::is_same_peer(const Trunk& other) const {
    const auto peer = [](const Trunk& it) {
        return std::tie(it.host, it.port, it.transport, it.credentials, it.registers, it.ca);
    };
    return peer(trunk_) == peer(other);
}

void TrunkLink::change(const Trunk& trunk) {
    const bool asks_otherwise = trunk.options_every != trunk_.options_every;
    trunk_ = trunk;
    sources_ = networks_of(trunk_.sources);
    if (asks_otherwise) prober_.reset();
    begin();
}

void TrunkLink::leave() {
    prober_.reset();
    if (again_) shared_.thread.cancel(*std::exchange(again_, std::nullopt));
    unregister();
}

std::optional<Way> TrunkLink::way() {
    const auto chance = std::uniform_real_distribution<double>{}(random_);
    const auto* target = targets_.choose(std::chrono::steady_clock::now(), chance);
    if (target == nullptr || !ident_) return std::nullopt;
    return Way{.hop = "sip:" + trunk_.host + ':' + std::to_string(target->port) +
                      ";transport=" + name_of(trunk_.transport) + ";maddr=" + target->address,
               .ident = Ident{*ident_},
               .keeps_to_it = trunk_.transport != Transport::udp,
               .address = target->address,
               .port = target->port};
}

bool TrunkLink::has(const std::string& address) const {
    if (targets_.has(address)) return true;
    const auto host = read_address(address);
    return host && std::ranges::any_of(sources_, [&](const Network& it) { return it.has(*host); });
}

std::vector<Network> TrunkLink::networks() const {
    auto all = sources_;
    for (const auto& address : targets_.addresses()) {
        if (const auto network = read_network(address)) all.push_back(*network);
    }
    return all;
}

void TrunkLink::hear(const TrunkNews& news) {
    const auto before = health_.state;
    health_ = step(std::move(health_), news, std::chrono::steady_clock::now());
    const auto& after = health_.state;
    // When it was seen last is nothing to tell of.
    const bool changed = before.health != after.health || before.reason != after.reason ||
                         before.closed_until != after.closed_until;
    if (changed) shared_.trunks.tell(*this);
}

void TrunkLink::rest(const Way& way) {
    targets_.rest(way.address, way.port, std::chrono::steady_clock::now() + rest_of_a_target);
}

void TrunkLink::look_up() {
    shared_.trunks.look_up(trunk_, [&thread = shared_.thread, self = std::weak_ptr{self_}](
                                       const base::Result<Lookup>& lookup) {
        // No room: the thread hangs, and the next look-up will tell.
        (void)thread.post([self, lookup] {
            if (const auto link = self.lock()) (*link)->take(lookup);
        });
    });
}

/// The last good answer is kept while there is no better one.
void TrunkLink::take(const base::Result<Lookup>& lookup) {
    const bool was_lost = targets_.empty();
    if (lookup) targets_.replace(lookup->targets);
    const std::chrono::seconds next =
        lookup ? lookup->fresh_for : (was_lost ? until_next_try : rest_of_a_target);
    again_ = shared_.thread.at(std::chrono::steady_clock::now() + next, [this] {
        again_.reset();
        look_up();
    });
    if (!lookup && was_lost) return hear(TrunkUnreachable{"host_unknown"});
    shared_.trunks.open_filter();
    if (!lookup || !was_lost) return;
    if (health_.state.reason == "host_unknown") hear(TrunkAnswered{});
    ask();
}

} // namespace hatif::telephony
