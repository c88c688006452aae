#pragma once

#include "telephony/registration.hpp"
#include "telephony/sip_headers_impl.hpp"
#include "telephony/sip_thread.hpp"
#include "telephony/trunk_health.hpp"
#include "telephony/trunks_impl.hpp"

#include <functional>
#include <optional>
#include <string>

namespace hatif::telephony {

/// Keeps our registration with one trunk: carries out what `registration::step` commands.
class Registrar : public NtaUser {
public:
    using News = std::function<void(const TrunkNews&)>;

    /// For a trunk that has credentials.
    Registrar(CallsAgent& shared, TrunkLink& link, News news);
    ~Registrar();

    Registrar(const Registrar&) = delete;
    Registrar& operator=(const Registrar&) = delete;

    /// The registration is not wanted any more; `is_over` when the trunk has heard of it.
    void stop() { happen(registration::Stopped{}); }

    bool is_over() const { return std::holds_alternative<registration::Over>(state_); }

private:
    void happen(const registration::Event& event);
    void act(const registration::Command& command);
    void send(std::chrono::seconds expires);
    void plan(const registration::SetTimer& timer);
    void hear(nta_outgoing_t* request, const sip_t* sip);
    std::optional<registration::Event> read(const sip_t* sip);
    dialog::Authorizations authorize();
    std::chrono::seconds granted(const sip_t& sip) const;
    static int on_response(NtaUser* user, nta_outgoing_t* request, const sip_t* sip) noexcept;

    CallsAgent& shared_;
    TrunkLink& link_; ///< whose part this is
    const Trunk trunk_;
    const News news_;
    const std::string registrar_; ///< the Request-URI: the trunk without a user
    registration::State state_ = registration::Wanted{};
    std::optional<Demand> demand_;
    std::optional<TimerId> timer_;
    NtaLeg leg_; // after what the callbacks use, so that it is destroyed first
    NtaOutgoing request_;
};

} // namespace hatif::telephony
