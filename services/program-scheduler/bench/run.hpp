#pragma once

#include "program_scheduler/bench/dialer.hpp"
#include "program_scheduler/bench/judge.hpp"
#include "program_scheduler/bench/replica.hpp"

#include <memory>
#include <string>
#include <vector>

namespace hatif::program_scheduler::bench {

/// How the call of a person's attempt goes: the same again, whatever else happens.
Fate fate_at(std::uint64_t seed, std::uint64_t person, std::uint64_t attempt_number);

struct Report {
    std::vector<std::string> complaints{};
    std::int64_t calls = 0;
    std::int64_t ticks = 0;
    base::Duration length{};  ///< of virtual time
    base::Instant last_end{}; ///< of the last call
};

/// One run of a scene: schedulers, dialers, carrier and topic, tick by tick while anything is under
/// way, else from one moment at which something is due to the next; with faults where the scene has
/// some, and a look at the balance all the while.
class Run {
public:
    Run(Database& database, PeopleServer& contacts, Scene& scene);
    Report go();

private:
    using Worker = std::unique_ptr<Dialer>;

    void launch();
    void tick();
    void serve(Dialer& worker);
    void thaw();
    void disturb();
    void control_one(Venture& venture, Control what);
    void change_limits(Venture& venture);
    void bury_and_hire();
    void finish_off();
    bool over();
    void advance();
    std::optional<base::Instant> next_due();
    base::Instant next_event(base::Instant now);
    void look();
    Replica& any_replica();
    Worker hire();

    Database& database_;
    PeopleServer& contacts_;
    Scene& scene_;
    Random random_;
    Topic topic_{};
    Judge judge_;
    std::vector<std::unique_ptr<Replica>> replicas_{};
    std::vector<Worker> workers_{};
    int hired_ = 0;
    bool news_ = false; ///< call-events were consumed in this tick
    /// A replica that stands still between claim and briefing.
    struct Frozen {
        Replica* replica = nullptr;
        base::Instant until{};
        std::vector<Claimed> claimed{};
        Heard heard{};
    };
    std::vector<Frozen> frozen_{};
    Report report_{};
};

/// Checks what the tables say of the scene at its end, and the events that were announced. Answers
/// what is wrong.
std::vector<std::string> audit(Database& database, const Scene& scene, const Judge& judge);

} // namespace hatif::program_scheduler::bench
