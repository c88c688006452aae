#pragma once

#include "program_scheduler/bench/setting.hpp"
#include "program_scheduler/leasing/claim.hpp"

#include <hatif/program/v1/lease_service.pb.h>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace hatif::program_scheduler::bench {

/// A call as the carrier sees it.
struct Call {
    program::v1::Lease lease;
    const Venture* venture = nullptr;
    base::Instant invited_at{};
    std::optional<base::Instant> answered_at{};
    base::Instant ends_at{};
    schedule::Outcome outcome = schedule::Outcome::completed;
    std::string reason{};
    bool told_answer = false; ///< by its worker
};

/// The carrier, who sees every INVITE and forgives none: by looks of its own, none of them by the
/// code of schedule.
class Judge {
public:
    using Bounds = std::vector<std::pair<CapacityKind, base::Uuid>>;
    /// When the scheduler ended an attempt; none: it has not.
    using Ended = std::function<std::optional<base::Instant>(const std::string& attempt)>;

    Judge(const Scene& scene, Ended ended) : scene_{scene}, ended_{std::move(ended)} {}

    /// Places were given out: rates pace these.
    void leased(const std::vector<Claimed>& claimed, base::Instant at);
    /// The INVITE leaves.
    void invited(const Call& call);
    void hung_up(const program::v1::Lease& lease);
    /// The topic knows of its answer.
    void heard_answer(const std::string& attempt, base::Instant at);
    /// From here on nobody but the carrier knows of the call.
    void lost(const program::v1::Lease& lease, base::Instant now);

    /// What is wrong, in words.
    void complain(std::string what) { complaints_.push_back(std::move(what)); }
    const std::vector<std::string>& complaints() const { return complaints_; }

    /// What it keeps of a call.
    struct Seen {
        std::string to;
        Bounds bounds{};
        std::optional<base::Instant> answered_at{};
        std::optional<base::Instant> heard_at{}; ///< the topic has the answer from then on
        base::Instant ends_at{};
        schedule::Outcome outcome = schedule::Outcome::completed;
    };
    const std::map<std::string, Seen>& all() const { return all_; } ///< by attempt
    std::int64_t live() const { return live_; }
    base::Instant last_end() const { return last_end_; }

    /// Minute by minute of wall clocks: may this person be called now?
    static bool is_open(const Venture& venture, const std::string& zones, base::Instant at);

private:
    Bounds bounds_of(const program::v1::Lease& lease) const;
    void check_pace(const Lease& lease, base::Instant at);
    void check_bounds(const Call& call);
    std::int64_t given_up(const std::pair<CapacityKind, base::Uuid>& bound) const;
    void check_hours(const Call& call);
    void check_status(const Call& call);
    void check_cap(const Call& call);
    void check_number(const Call& call);
    bool leave(const std::string& attempt);

    const Scene& scene_;
    Ended ended_;
    std::map<std::string, Seen> all_{};
    std::map<std::string, std::set<std::string>> lines_{}; ///< by number, the attempts that live
    std::map<std::pair<CapacityKind, base::Uuid>, std::int64_t> taken_{};
    std::int64_t live_ = 0;
    base::Instant last_end_{};
    std::set<std::string> ghosts_{}; ///< attempts whose worker is dead, or gave them up
    std::map<std::string, std::vector<base::Instant>> dialled_{}; ///< by number
    struct Start {
        base::Instant not_before{};
        base::Instant leased_at{};
    };
    std::map<std::pair<CapacityKind, base::Uuid>, Start> last_start_{};
    std::map<std::pair<std::string, int>, base::Instant> claimed_{}; ///< by attempt and epoch
    std::vector<std::string> complaints_{};
};

} // namespace hatif::program_scheduler::bench
