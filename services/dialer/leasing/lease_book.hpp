#pragma once

#include "dialer/leasing/lease.hpp"
#include "dialer/leasing/pace.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <list>
#include <optional>
#include <unordered_map>
#include <vector>

/// Which attempts this worker holds, and what it may do with each of them now.
///
///     held      -- due, prepared, fresh -->  asked      Start goes out for it
///     held      -- past not_after ------->  gone       given back
///     held      -- not prepared for long ->  gone       given back
///     asked     -- yes, in time --------->  granted
///     asked     -- yes, too late -------->  gone       given back
///     asked     -- no ------------------->  gone       it is not ours any more
///     asked     -- leased anew ---------->  held       the yes for the old epoch is given back
///     asked     -- no answer ------------>  gone       given back; a yes may be on its way
///     granted   -- due, fresh ----------->  dialled    the INVITE may leave
///     granted   -- the yes is too old --->  gone       given back
///     granted   -- past not_after ------->  gone       given back
///     granted   -- not fresh ------------>  gone       given back
///     granted   -- to be hung up -------->  gone       given back
///     granted   -- leased anew ---------->  held       its old epoch is over
///     held, granted -- the worker drains ->  gone      given back
///     dialled   -- picked up ------------>  talking
///     dialled   -- not fresh ------------>  dialled    told once: take the call back
///     dialled   -- over ----------------->  finished
///     talking   -- over ----------------->  finished
///     held      -- not renewed in time -->  gone       the lease has run out
///     any       -- renewal says ended --->  gone; dialled: take the call back; talking: stays
///
/// Start is asked for a little before not_before, for all together that come soon: each question is
/// a transaction of the scheduler. Fresh: renewed within half the lease time. What is finished is
/// renewed until the scheduler says that it ended, so that no lease runs out before its last event
/// was read. Time is an argument.
namespace hatif::dialer {

class LeaseBook {
public:
    /// Holds it, and answers true, unless it is being dialled already or is here under this epoch
    /// or a newer one.
    bool take(const AttemptRef& ref, const StartTimes& times, SteadyTime now);

    /// Holds one that counts as started already: a call that came. False: it is here.
    bool take_started(const AttemptRef& ref, SteadyTime now);

    /// Its flow and its prompts are here.
    void prepare(const base::AttemptId& attempt);

    struct Due {
        std::vector<AttemptRef> ask;
        std::vector<AttemptRef> overdue; ///< no longer held: to be given back
    };
    /// What may be asked for now, at most `most`; counts as asked from then on. Nothing, unless one
    /// of them is to be dialled `soon`; then all that are to be within `together` of now.
    Due due(SteadyTime now, std::chrono::milliseconds lease_time, std::size_t most);

    static constexpr std::chrono::milliseconds soon{40}, together{120};

    enum class Verdict { granted, give_back, drop };

    /// The scheduler said yes or no to what was asked at `asked`. A yes for what is not here under
    /// this epoch is given back: the scheduler counts it as started.
    Verdict start_answered(const AttemptRef& ref,
                           bool yes,
                           SteadyTime asked,
                           SteadyTime now,
                           std::chrono::milliseconds validity);

    struct Granted {
        std::vector<AttemptRef> dial;
        std::vector<AttemptRef> expired; ///< no longer here: to be given back
        std::optional<SteadyTime> next;  ///< when the next one's turn comes
    };
    /// What may be dialled now: at once, or in the order of not_before and as far apart
    /// (leasing/pace.hpp). Counts as dialled from then on.
    Granted granted(SteadyTime now,
                    std::chrono::milliseconds lease_time,
                    std::chrono::milliseconds validity);

    void pick_up(const base::AttemptId& attempt);
    void finish(const base::AttemptId& attempt);

    /// It is not this worker's any more. A newer epoch of it stays.
    void drop(const AttemptRef& ref);

    std::vector<AttemptRef> renewable() const;

    /// Renewed at the moment of asking.
    void renewed(const AttemptRef& ref, SteadyTime asked);

    /// Ended, or held by another. True: it is being dialled, and the call must be taken back.
    bool ended(const AttemptRef& ref);

    /// Its execution's calls are to be ended: a yes that it has, or gets, is not used.
    void hang_up(const AttemptRef& ref);

    /// Dialled, not answered, and not fresh any more; each is told once. What is held without a
    /// lease is forgotten.
    std::vector<base::AttemptId> lost(SteadyTime now, std::chrono::milliseconds lease_time);

    /// What has waited for its flow for so long; no longer held.
    std::vector<AttemptRef> take_unprepared(SteadyTime now, std::chrono::milliseconds patience);

    /// Everything that was not asked for yet, or may be dialled later; no longer here.
    std::vector<AttemptRef> take_undialled();

    /// How many take room: all but the finished ones.
    std::size_t occupied() const;

    /// Under this epoch, in any stand.
    bool has(const AttemptRef& ref) const { return find(ref).has_value(); }

    bool is_held(const base::AttemptId& attempt) const;
    /// Held, asked for or granted.
    bool is_undialled(const base::AttemptId& attempt) const;

private:
    enum class Stand { held, asked, granted, dialled, talking, finished };

    struct Entry {
        AttemptRef ref;
        StartTimes times{};
        SteadyTime taken{};
        SteadyTime renewed{};
        SteadyTime asked{}; ///< granted: when
        Stand stand = Stand::held;
        bool prepared = false;
        bool told_lost = false;
        bool hung_up = false;
        bool ended = false; ///< talking on without a lease
    };

    // Entries stand on the shelf of their stand, so that each look goes over those that it is about
    // and not over all: a busy worker has thousands that are finished or talking. The granted ones
    // stand in the order of their times.
    using Shelf = std::list<Entry>;
    using Place = Shelf::iterator;

    /// One without a not_before is due as soon as it is here.
    static SteadyTime due_at(const Entry& entry) {
        return entry.times.not_before.value_or(entry.taken);
    }
    static bool is_past(const Entry& entry, SteadyTime now) {
        return entry.times.not_after && now >= *entry.times.not_after;
    }
    static bool is_fresh(const Entry& entry, SteadyTime now, std::chrono::milliseconds lease_time) {
        return now - entry.renewed < lease_time / 2;
    }

    Shelf& shelf(Stand stand) { return shelves_[static_cast<std::size_t>(stand)]; }
    const Shelf& shelf(Stand stand) const { return shelves_[static_cast<std::size_t>(stand)]; }
    void put(Entry entry);
    void move(Place entry, Stand to);
    void grant(Place entry);
    Place erase(Place entry);
    std::optional<Place> find(const base::AttemptId& attempt) const;
    std::optional<Place> find(const AttemptRef& ref) const;

    template <class Condition>
    std::vector<AttemptRef> take_off(Stand stand, Condition condition);

    std::array<Shelf, 6> shelves_;
    std::unordered_map<base::AttemptId, Place> places_;
    Pace pace_;
};

} // namespace hatif::dialer
