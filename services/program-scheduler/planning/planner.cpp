#include "program_scheduler/planning/planner.hpp"

#include "observability/log.hpp"
#include "program_scheduler/executions/counts.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"
#include "program_scheduler/limits.hpp"
#include "program_scheduler/planning/term_rows.hpp"
#include "rpc/status.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

/// A full queue is looked at again after a quarter of the time for which it has not been planned
/// on: one that is emptied fast often, one that waits for something seldom.
constexpr base::Duration soonest = 50ms, latest = 1s;

/// Who empties a window sooner is planned for farther ahead: it would wait for each window else.
constexpr base::Duration quickly = 1500ms;

} // namespace

Result<std::vector<base::ExecutionId>> Planner::find_low(pg::Transaction& transaction) {
    const auto now = clock_.now();
    std::vector<base::ExecutionId> full, quick;
    std::erase_if(looks_, [&](const auto& it) { return it.second.next + latest < now; });
    for (const auto& [execution, look] : looks_) {
        if (look.next > now) full.push_back(execution);
        if (look.is_quick) quick.push_back(execution);
    }
    // The CASE keeps the queue of one that is closed, and has a window, from being read at all.
    const auto rows = transaction.exec(
        "SELECT e.id, p.planned, CASE WHEN p.planned > 0 AND e.opens_at > now() THEN false "
        "ELSE NOT EXISTS (SELECT FROM job_queue WHERE execution_id = e.id AND due_at <= now() "
        "OFFSET CASE WHEN e.id = ANY($3) THEN 3 * $1 ELSE $1 / 2 END - 1) END FROM executions e "
        "JOIN execution_plans p ON p.execution_id = e.id WHERE e.status = 2 AND e.mode = 1 "
        "AND NOT p.done AND NOT e.hours_unreadable AND e.id <> ALL($2)",
        static_cast<std::int64_t>(window_size), full, quick);
    if (!rows) return fail(rows.error());
    std::vector<base::ExecutionId> low;
    for (const auto row : *rows) {
        const auto execution = row.get<base::ExecutionId>(0);
        const auto planned = row.get<std::int64_t>(1);
        auto& look = looks_.try_emplace(execution, Look{planned, now, now}).first->second;
        if (look.planned != planned) {
            const bool fast = look.was_full ? now - look.since < quickly : look.is_quick;
            look = {planned, now, now, fast};
        }
        look.next = now + std::clamp<base::Duration>((now - look.since) / 4, soonest, latest);
        const bool is_low = row.get<bool>(2);
        look.was_full = look.was_full || !is_low;
        if (!is_low) continue;
        low.push_back(execution);
        look.next = now;
    }
    return low;
}

Result<std::vector<Planner::Plan>> Planner::find(pg::Transaction& transaction) {
    const auto low = find_low(transaction);
    if (!low) return fail(low.error());
    if (low->empty()) return std::vector<Plan>{};
    const auto rows =
        transaction.exec(std::string{"SELECT "} + term_columns +
                             ", audience_id, audience_version, p.cursor, p.planned, total "
                             "FROM executions e JOIN execution_plans p ON p.execution_id = e.id "
                             "WHERE e.id = ANY($1) AND e.status = 2 AND NOT p.done ORDER BY e.id",
                         *low);
    if (!rows) return fail(rows.error());
    std::vector<Plan> plans;
    for (const auto row : *rows) {
        auto terms = read_terms(row);
        if (!terms) {
            // The timekeeper says so where clients see it; the others are planned.
            observability::log_warning("hours cannot be read", {{"why", terms.error().what}});
            continue;
        }
        constexpr int first = term_column_count;
        plans.push_back({row.get<base::AudienceId>(first), row.get<std::int64_t>(first + 1),
                         row.get<std::optional<base::Uuid>>(first + 2),
                         row.get<std::int64_t>(first + 3), row.get<std::int64_t>(first + 4),
                         *std::move(terms)});
    }
    return plans;
}

namespace {

/// Appends those of one message; `false` when it is not whole.
bool append(const contact::v1::MembersResponse& response,
            bool with_zones,
            std::vector<Member>& members) {
    const std::string& raw = response.contact_ids();
    const auto count = raw.size() / 16;
    if (raw.size() % 16 != 0) return false;
    if (with_zones && static_cast<std::size_t>(response.zones_size()) != count) return false;
    for (std::size_t i = 0; i < count; ++i) {
        base::Uuid::Bytes bytes{};
        std::copy_n(raw.begin() + static_cast<std::ptrdiff_t>(i * 16), 16, bytes.begin());
        members.push_back({.contact = base::ContactId{base::Uuid{bytes}}});
        if (!with_zones) continue;
        const auto set = response.zones(static_cast<int>(i));
        if (set >= static_cast<std::uint32_t>(response.zone_sets_size())) return false;
        members.back().zones = response.zone_sets(static_cast<int>(set));
    }
    return true;
}

} // namespace

Result<std::vector<Member>> Planner::next_members(const Plan& plan) {
    contact::v1::MembersRequest request;
    request.set_organization_id(plan.terms.name.organization.value().to_string());
    request.set_audience_id(plan.audience.value().to_string());
    request.set_version(plan.audience_version);
    if (plan.cursor) request.set_after(plan.cursor->to_string());
    request.set_limit(window_size);
    request.set_with_zones(plan.terms.hours.by_person());
    grpc::ClientContext context;
    identity_.prepare(context, 10s);
    const auto stream = contacts_.Members(&context, request);
    std::vector<Member> members;
    contact::v1::MembersResponse response;
    bool whole = true;
    while (stream->Read(&response)) {
        whole = append(response, request.with_zones(), members) && whole;
    }
    const auto status = stream->Finish();
    if (!status.ok()) return fail(rpc::from_status(status));
    if (!whole) return fail(base::Errc::internal, "the members of an audience came in pieces");
    return members;
}

namespace {

/// The stream yields the version's count by its contract. Should it ever yield less, those who are
/// missing cannot be called: they count as skipped, and the execution can still end. Its status is
/// as the story's lock keeps it.
Result<void> skip_missing(pg::Transaction& transaction,
                          const ExecutionName& name,
                          std::int64_t missing,
                          base::Instant now) {
    CountChanges changes;
    changes.skipped(name.execution, missing);
    if (auto written = changes.write(transaction); !written) return written;
    const auto rows =
        transaction.exec("SELECT status FROM executions WHERE id = $1", name.execution);
    if (!rows) return fail(rows.error());
    const auto status = static_cast<ExecutionStatus>((*rows)[0].get<std::int32_t>(0));
    return pg::announce(
        transaction, {status_changed(name, status, missing, now, {.skipped = "skipped_missing"})});
}

} // namespace

Result<void> Planner::write_window(pg::Transaction& transaction,
                                   const Plan& plan,
                                   const std::vector<Member>& members) {
    const auto& name = plan.terms.name;
    const auto count = static_cast<std::int64_t>(members.size());
    const bool done = members.size() < window_size || plan.planned + count >= plan.total;
    if (auto locked = lock_stories(transaction, {name.execution}); !locked) return locked;
    const auto cursor =
        members.empty() ? plan.cursor : std::optional{members.back().contact.value()};
    const auto moved =
        transaction.exec("UPDATE execution_plans SET cursor = $2, done = $4, "
                         "planned = CASE WHEN $4 THEN $6 ELSE planned + $3 END "
                         "WHERE execution_id = $1 AND NOT done AND cursor IS NOT DISTINCT FROM $5",
                         name.execution, cursor, count, done, plan.cursor, plan.total);
    if (!moved) return fail(moved.error());
    if (moved->affected() == 0) return {}; // planned by another replica, or cancelled
    const auto now = clock_.now();
    if (const auto missing = plan.total - plan.planned - count; done && missing > 0) {
        auto skipped = skip_missing(transaction, name, missing, now);
        if (!skipped) return skipped;
    }
    const auto written = write_jobs(transaction, plan.terms, members, now);
    if (!written) return fail(written.error());
    return {};
}

Result<void> Planner::plan_window(const Plan& plan) {
    const auto members = next_members(plan);
    if (!members) return fail(members.error());
    return pool_.transact(
        [&](pg::Transaction& transaction) { return write_window(transaction, plan, *members); });
}

Result<bool> Planner::plan() {
    const auto plans =
        pool_.transact([&](pg::Transaction& transaction) { return find(transaction); });
    if (!plans) return fail(plans.error());
    // One audience that cannot be read keeps no other execution waiting.
    Result<bool> answer{!plans->empty()};
    for (const Plan& plan : *plans) {
        if (auto planned = plan_window(plan); !planned) answer = fail(planned.error());
    }
    return answer;
}

} // namespace hatif::program_scheduler
