#include "program_scheduler/leasing/departures.hpp"

namespace hatif::program_scheduler {

void Departures::add(const Lease& lease,
                     const schedule::AttemptState& next,
                     base::Instant due_at,
                     std::string why) {
    if (std::holds_alternative<schedule::Ready>(next)) {
        // A call that came cannot come again.
        if (lease.inbound) return add_skipped(lease, "skipped_not_taken");
        returns_.push_back({lease, due_at, std::move(why)});
    }
    if (const auto* it = std::get_if<schedule::Skipped>(&next)) add_skipped(lease, it->reason);
}

void Departures::add_returned(const Lease& lease,
                              schedule::Gate gate,
                              base::Instant due_at,
                              std::string why) {
    add(lease, schedule::step(state_of(lease), schedule::Returned{gate}), due_at, std::move(why));
}

void Departures::add_skipped(const Lease& lease, std::string reason) {
    skips_.push_back({lease, std::move(reason)});
}

base::Result<void> Departures::write(pg::Transaction& transaction, base::Instant now) const {
    if (auto done = send_back(transaction, returns_, now); !done) return done;
    return skip(transaction, skips_, now);
}

} // namespace hatif::program_scheduler
