#include "dialer/leasing/trunk_wire.hpp"

#include "rpc/time.hpp"

namespace hatif::dialer {

namespace {

telephony::Transport transport_of(program::v1::TrunkTransport wire) {
    switch (wire) {
    case program::v1::TRUNK_TRANSPORT_TCP:
        return telephony::Transport::tcp;
    case program::v1::TRUNK_TRANSPORT_TLS:
        return telephony::Transport::tls;
    default:
        return telephony::Transport::udp;
    }
}

program::v1::TrunkStatus status_of(telephony::TrunkState::Health health) {
    switch (health) {
    case telephony::TrunkState::Health::up:
        return program::v1::TRUNK_STATUS_UP;
    case telephony::TrunkState::Health::down:
        return program::v1::TRUNK_STATUS_DOWN;
    case telephony::TrunkState::Health::unknown:
        break;
    }
    return program::v1::TRUNK_STATUS_UNKNOWN;
}

std::vector<audio::Codec> codecs_of(const program::v1::TrunkSettings& wire) {
    std::vector<audio::Codec> codecs;
    for (const auto& name : wire.codecs()) {
        if (name == "pcma") codecs.push_back(audio::Codec::pcma);
        if (name == "pcmu") codecs.push_back(audio::Codec::pcmu);
    }
    return codecs;
}

} // namespace

std::optional<telephony::Trunk> from_wire(const program::v1::TrunkSettings& wire) {
    const auto id = base::Uuid::parse(wire.id());
    if (!id) return std::nullopt;
    telephony::Trunk trunk{
        .id = base::TrunkId{*id},
        .host = wire.host(),
        .port = static_cast<std::uint16_t>(wire.port()),
        .transport = transport_of(wire.transport()),
        .registers = wire.registers(),
        .asserts_identity = wire.asserts_identity(),
        .withholds_identity = wire.withholds_identity(),
        .follows_redirects = wire.follows_redirects(),
        .reliable_provisional = wire.reliable_provisional(),
        .session_expires = std::chrono::seconds{wire.session_expires()},
        .srtp = wire.srtp(),
        .sources = {wire.sources().begin(), wire.sources().end()},
        .options_every = std::chrono::seconds{wire.options_every()},
        .ca = wire.ca(),
    };
    if (!wire.username().empty()) trunk.credentials = {wire.username(), wire.password()};
    if (auto codecs = codecs_of(wire); !codecs.empty()) trunk.codecs = std::move(codecs);
    return trunk;
}

program::v1::ReportTrunksRequest to_wire(const std::string& worker,
                                         const std::vector<TrunkReport>& trunks,
                                         base::Instant now,
                                         SteadyTime steady) {
    const auto on_wall = [&](SteadyTime at) {
        return now + std::chrono::duration_cast<base::Duration>(at - steady);
    };
    program::v1::ReportTrunksRequest request;
    request.set_worker(worker);
    for (const auto& [trunk, state] : trunks) {
        auto& it = *request.add_trunks();
        it.set_trunk_id(trunk.value().to_string());
        it.set_status(status_of(state.health));
        it.set_reason(state.reason);
        if (state.closed_until) rpc::set(*it.mutable_closed_until(), on_wall(*state.closed_until));
        if (state.seen_at) rpc::set(*it.mutable_seen_at(), on_wall(*state.seen_at));
    }
    return request;
}

} // namespace hatif::dialer
