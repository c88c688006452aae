#pragma once

#include "telephony/sip_thread.hpp"
#include "telephony/trunk_health.hpp"
#include "telephony/trunks_impl.hpp"

#include <functional>
#include <optional>
#include <string>

namespace hatif::telephony {

/// Asks one trunk for its health by OPTIONS (RFC 3261, 11), every so often: sooner while it is
/// down, not while it answers INVITEs.
class Prober : public NtaUser {
public:
    /// How it went, and which way the question took.
    using News = std::function<void(const TrunkNews&, const Way&)>;

    Prober(CallsAgent& shared, TrunkLink& link, News news);
    ~Prober();

    Prober(const Prober&) = delete;
    Prober& operator=(const Prober&) = delete;

    /// Asks now, unless a question is open.
    void ask();

private:
    void plan(std::chrono::milliseconds after);
    std::chrono::seconds until_next() const;
    void hear(nta_outgoing_t* request, const sip_t* sip);
    static int on_response(NtaUser* user, nta_outgoing_t* request, const sip_t* sip) noexcept;

    CallsAgent& shared_;
    TrunkLink& link_; ///< whose part this is
    const Trunk trunk_;
    const News news_;
    const std::string uri_;
    Way way_;
    int failures_ = 0; ///< in a row
    std::optional<TimerId> timer_;
    NtaLeg leg_; // after what the callbacks use, so that it is destroyed first
    NtaOutgoing question_;
};

} // namespace hatif::telephony
