#include "program_scheduler/bench/run.hpp"

#include "program_scheduler/executions/control.hpp"
#include "program_scheduler/executions/execution_rows.hpp"

#include <algorithm>

namespace hatif::program_scheduler::bench {

using base::Duration;
using base::Instant;
using base::Result;
using namespace std::chrono_literals;

Run::Run(Database& database, PeopleServer& contacts, Scene& scene)
    : database_{database}, contacts_{contacts}, scene_{scene}, random_{scene.seed},
      judge_{scene, [&database](const std::string& attempt) {
                 const auto at = database.scalar(
                     "SELECT coalesce((SELECT (extract(epoch FROM ended_at) * 1000000)::bigint "
                     "FROM attempts WHERE id = '" +
                     attempt + "'), 0)");
                 return at == 0 ? std::nullopt : std::optional{Instant{Duration{at}}};
             }} {
    database_.clear();
    database_.move_to(scene_.begins);
    contacts_.people.all = scene_.people;
    contacts_.people.away = false;
    for (const auto& it : scene_.ventures) {
        contacts_.people.audiences[it.program.words.audience.value().to_string()] = it.people;
    }
    must(database_.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        install(transaction, scene_);
        return {};
    }));
    for (int i = 0; i < 2; ++i) {
        replicas_.push_back(
            std::make_unique<Replica>(database_, contacts_, topic_, scene_.pace.lease_time));
    }
    for (int i = 0; i < scene_.workers; ++i) workers_.push_back(hire());
}

Run::Worker Run::hire() {
    return std::make_unique<Dialer>(
        "worker-" + std::to_string(++hired_), Around{database_, scene_, judge_, topic_, random_},
        [this](const program::v1::Lease& lease) {
            const auto contact = base::Uuid::parse(lease.contact_id());
            return fate_at(scene_.seed, People::place_of(base::ContactId{*contact}),
                           lease.attempt_number());
        });
}

Replica& Run::any_replica() {
    return *replicas_[static_cast<std::size_t>(
        between(random_, 0, static_cast<std::int64_t>(replicas_.size()) - 1))];
}

void Run::launch() {
    for (Venture& it : scene_.ventures) {
        if (it.launched() || it.launch_at > database_.clock.now()) continue;
        const AudienceNow audience{1,
                                   static_cast<std::int64_t>(it.people.second - it.people.first)};
        const LaunchableFlow flow;
        const Launchable what{it.program, flow, audience, it.rules};
        const auto launched = database_.pool.transact([&](pg::Transaction& transaction) {
            return program_scheduler::launch(transaction, scene_.caller, what,
                                             database_.clock.now());
        });
        if (launched) {
            it.execution = *launched;
        } else {
            it.launch_at = Instant::max(); // its times leave nothing to call in
        }
    }
}

void Run::serve(Dialer& worker) {
    Replica& replica = any_replica();
    const bool stuck = std::any_of(frozen_.begin(), frozen_.end(),
                                   [&](const Frozen& it) { return it.replica == &replica; });
    if (stuck) return;
    must(database_.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        must(transaction.exec("INSERT INTO workers (name, last_seen) VALUES ($1, now()) "
                              "ON CONFLICT (name) DO UPDATE SET last_seen = now()",
                              worker.name()));
        return {};
    }));
    while (worker.room() > 0) {
        Heard heard;
        const auto meet = [&](auto& transaction, auto& those, auto& terms) {
            return replica.briefing.meet(transaction, those, terms, heard);
        };
        auto claims = claim(replica.desk, {{worker.name(), worker.room()}}, meet);
        if (!claims) {
            judge_.complain("a claim failed: " + claims.error().what);
            break;
        }
        auto& claimed = claims->claimed;
        if (claimed.empty()) break;
        judge_.leased(claimed, database_.clock.now());
        if (chance(random_, scene_.faults.frozen)) {
            frozen_.push_back({&replica, database_.clock.now() + 1s * between(random_, 1, 40),
                               std::move(claimed), std::move(heard)});
            break;
        }
        const auto leases = replica.briefing.brief(claimed, std::move(heard));
        if (!leases) {
            judge_.complain("a briefing failed: " + leases.error().what);
            break;
        }
        if (!chance(random_, scene_.faults.claim_lost)) worker.take(*leases);
    }
}

/// A replica that wakes up goes on where it stood. Nobody waits for its leases any more, or someone
/// does.
void Run::thaw() {
    for (auto it = frozen_.begin(); it != frozen_.end();) {
        if (it->until > database_.clock.now()) {
            ++it;
            continue;
        }
        const auto leases = it->replica->briefing.brief(it->claimed, std::move(it->heard));
        if (leases && chance(random_, 0.5)) workers_.front()->take(*leases);
        it = frozen_.erase(it);
    }
}

void Run::bury_and_hire() {
    for (Worker& it : workers_) {
        if (!chance(random_, scene_.faults.worker_dies)) continue;
        it->die();
        it = hire();
    }
}

void Run::tick() {
    launch();
    contacts_.people.away = chance(random_, scene_.faults.away);
    for (const auto& replica : replicas_) {
        const bool stuck = std::any_of(frozen_.begin(), frozen_.end(), [&](const Frozen& it) {
            return it.replica == replica.get();
        });
        if (stuck) continue;
        if (chance(random_, 0.6)) replica->work();
        // Rounds that are more than 2 s apart end no lease.
        if (!chance(random_, 0.02)) replica->sweep();
    }
    thaw();
    disturb();
    bury_and_hire();
    for (const Worker& it : workers_) {
        it->tick(any_replica());
        serve(*it);
        if (chance(random_, scene_.faults.worker_sleeps)) {
            it->sleep(database_.clock.now() + 1s * between(random_, 3, 60));
        }
        it->tick(any_replica());
    }
    news_ = chance(random_, 0.8) &&
            topic_.consume(database_, chance(random_, scene_.faults.batch_twice));
    ++report_.ticks;
}

/// The sums are those of one moment.
void Run::look() {
    for (const Venture& venture : scene_.ventures) {
        if (!venture.launched()) continue;
        const auto it = must(database_.pool.transact([&](pg::Transaction& transaction) {
            return read_execution(transaction, *scene_.caller.organization, venture.execution);
        }));
        if (it.completed + it.failed + it.pending + it.in_progress + it.skipped != it.total ||
            std::min({it.completed, it.failed, it.pending, it.in_progress, it.skipped}) < 0) {
            judge_.complain("the counts do not add up");
        }
    }
    // No call but of a lease that is started.
    const auto started =
        database_.scalar("SELECT count(*) FROM leases WHERE started_at IS NOT NULL");
    if (scene_.faults.renew_lost == 0 && judge_.live() > started) {
        judge_.complain(std::to_string(judge_.live()) + " calls live under " +
                        std::to_string(started) + " leases");
    }
}

std::optional<Instant> Run::next_due() {
    const auto at = database_.scalar(
        "SELECT coalesce((extract(epoch FROM least("
        "(SELECT min(greatest(q.due_at, e.opens_at)) FROM job_queue q JOIN executions e "
        "ON e.id = q.execution_id WHERE e.status = 2), "
        "(SELECT min(least(stop_at, CASE WHEN status = 1 THEN start_at END, "
        // The hours of a paused one are not looked at: what has passed of them is due to nobody.
        "CASE WHEN status = 2 OR closes_at > now() THEN closes_at END)) "
        "FROM executions WHERE status IN (1, 2, 3, 7)), "
        "(SELECT min(until) FROM live_numbers))) * 1000000)::bigint, 0)");
    return at == 0 ? std::nullopt : std::optional{Instant{Duration{at}}};
}

/// Of what the dialers do, or who falls due. Whoever is due already waits for a call to end, or for
/// the rates.
Instant Run::next_event(Instant now) {
    if (news_) return now + scene_.pace.least; // there is room again
    Instant next = now + scene_.pace.most;
    for (const Worker& it : workers_) next = std::min(next, it->next().value_or(next));
    if (const auto due = next_due(); due && *due > now) next = std::min(next, *due);
    next = std::min(next, topic_.next_seen().value_or(next));
    return std::max(next, now + scene_.pace.least);
}

void Run::advance() {
    const auto now = database_.clock.now();
    const bool busy =
        !frozen_.empty() || database_.scalar("SELECT count(*) FROM leases") > 0 ||
        std::any_of(workers_.begin(), workers_.end(), [](const Worker& it) { return !it->idle(); });
    Instant next =
        now + Duration{between(random_, scene_.pace.least.count(), scene_.pace.most.count())};
    if (busy && scene_.pace.by_events) next = next_event(now);
    if (!busy) {
        auto due = next_due();
        for (const auto& it : scene_.ventures) {
            if (!it.launched() && (!due || it.launch_at < *due)) due = it.launch_at;
        }
        if (const auto seen = topic_.next_seen(); seen && (!due || *seen < *due)) due = seen;
        if (due && *due > next) next = std::min(*due, now + std::chrono::hours{12});
        if (!due) next = now + 10min;
    }
    database_.move_to(next);
}

bool Run::over() {
    for (const auto& it : scene_.ventures) {
        if (!it.launched() && it.launch_at != Instant::max()) return false;
    }
    return frozen_.empty() && topic_.drained() &&
           std::all_of(workers_.begin(), workers_.end(),
                       [](const Worker& it) { return it->idle(); }) &&
           database_.scalar("SELECT (SELECT count(*) FROM executions WHERE status IN (1, 2, 3, 7) "
                            "OR skipping) + (SELECT count(*) FROM leases) + "
                            "(SELECT count(*) FROM live_numbers)") == 0;
}

/// Whoever still waits then is told not to.
void Run::finish_off() {
    scene_.faults = {};
    for (Venture& it : scene_.ventures) {
        if (it.launched()) control_one(it, Control::cancel);
    }
}

Report Run::go() {
    bool told = false;
    while (!over()) {
        tick();
        if (chance(random_, 0.2)) look();
        if (!told && database_.clock.now() > scene_.begins + scene_.pace.patience) {
            told = true;
            finish_off();
        }
        if (report_.ticks == scene_.pace.most_ticks) {
            judge_.complain("it does not end");
            break;
        }
        advance();
    }
    look();
    report_.calls = static_cast<std::int64_t>(judge_.all().size());
    report_.length = database_.clock.now() - scene_.begins;
    report_.last_end = judge_.last_end();
    report_.complaints = judge_.complaints();
    for (auto& it : audit(database_, scene_, judge_)) report_.complaints.push_back(std::move(it));
    return report_;
}

} // namespace hatif::program_scheduler::bench
