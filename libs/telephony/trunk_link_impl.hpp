#pragma once

#include "dialog/digest.hpp"
#include "telephony/prober_impl.hpp"
#include "telephony/registrar_impl.hpp"
#include "telephony/source_filter.hpp"
#include "telephony/trunk_health.hpp"
#include "telephony/trunk_targets.hpp"
#include "telephony/trunks_impl.hpp"

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace hatif::telephony {

/// One trunk: where it is, how it does, what nonces it gave; with what keeps that up to date.
class TrunkLink {
public:
    /// Looks for its addresses at once.
    TrunkLink(CallsAgent& shared, Trunk trunk);
    ~TrunkLink();

    TrunkLink(const TrunkLink&) = delete;
    TrunkLink& operator=(const TrunkLink&) = delete;

    /// Registers and asks for its health, as its settings wish. Once.
    void begin();

    /// Takes settings that leave it the same peer (`is_same_peer`).
    void change(const Trunk& trunk);

    /// It is gone: unregisters, asks nothing any more.
    void leave();

    void unregister() {
        if (registrar_) registrar_->stop();
    }

    /// Has the registrar heard that it is gone?
    bool has_left() const { return !registrar_ || registrar_->is_over(); }

    bool is_same_peer(const Trunk& trunk) const;

    const Trunk& trunk() const { return trunk_; }
    const TrunkState& state() const { return health_.state; }
    dialog::Nonces& nonces() { return nonces_; }

    std::optional<Way> way();
    bool has(const std::string& address) const;
    std::vector<Network> networks() const;

    void hear(const TrunkNews& news);

    /// It could not be reached this way: another is tried for a while.
    void rest(const Way& way);

    /// It may be down: asked now, if it is asked at all.
    void ask() {
        if (prober_) prober_->ask();
    }

private:
    void look_up();
    void take(const base::Result<Lookup>& lookup);

    CallsAgent& shared_;
    Trunk trunk_;
    std::vector<Network> sources_;
    std::optional<std::string> ident_;
    TrunkTargets targets_;
    TrunkHealth health_;
    dialog::Nonces nonces_;
    std::optional<TimerId> again_; ///< when the name is looked up next
    std::minstd_rand random_{std::random_device{}()};
    std::shared_ptr<TrunkLink*> self_; ///< for answers that may come when it is gone
    std::unique_ptr<Registrar> registrar_;
    std::unique_ptr<Prober> prober_;
};

} // namespace hatif::telephony
