#include "program_scheduler/planning/live_planner.hpp"

#include "observability/log.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"
#include "program_scheduler/limits.hpp"
#include "program_scheduler/planning/term_rows.hpp"
#include "rpc/status.hpp"
#include "rpc/time.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

constexpr base::Duration between_looks = 1s;
constexpr base::Duration for_each_live = 20ms;

/// A date that was written just before its moment may be seen only after it: each look goes a
/// little back behind the last, and now and then far.
constexpr base::Duration a_little = 5s, far = 2min;
constexpr int looks_between_far = 20;

/// Where many fell due at once (a midnight), they are not told again by every look that goes back:
/// only by one that goes far, soon enough to see what was written late.
constexpr std::size_t many = 5'000;
constexpr base::Duration after_many = 95s;

/// A mass of one execution keeps the others waiting no longer than so many windows take.
constexpr int windows_a_turn = 20;

/// How long what this replica has seen may be unwritten: another one looks at it again.
constexpr base::Duration unwritten = 30s;

} // namespace

Result<std::vector<LivePlanner::Live>> LivePlanner::find(pg::Transaction& transaction) {
    const auto rows = transaction.exec(
        std::string{"SELECT "} + term_columns +
        ", audience_id, trigger_name, trigger_offset, created_at, p.looked_until "
        "FROM executions e JOIN execution_plans p ON p.execution_id = e.id "
        "WHERE e.status = 2 AND e.mode = 2 AND NOT p.done AND NOT e.hours_unreadable "
        "ORDER BY e.id");
    if (!rows) return fail(rows.error());
    std::vector<Live> found;
    for (const auto row : *rows) {
        auto terms = read_terms(row);
        if (!terms) {
            observability::log_warning("hours cannot be read", {{"why", terms.error().what}});
            continue;
        }
        constexpr int first = term_column_count;
        const auto launched = row.get<base::Instant>(first + 3);
        found.push_back({row.get<base::AudienceId>(first), row.get<std::string>(first + 1),
                         row.get<std::int32_t>(first + 2), launched,
                         row.get<std::optional<base::Instant>>(first + 4).value_or(launched),
                         *std::move(terms)});
    }
    return found;
}

Result<std::vector<Member>>
LivePlanner::due_members(const Live& live, base::Instant after, base::Instant until) {
    contact::v1::DueMembersRequest request;
    request.set_organization_id(live.terms.name.organization.value().to_string());
    request.set_audience_id(live.audience.value().to_string());
    request.set_attribute(live.attribute);
    request.set_offset_minutes(live.offset_minutes);
    rpc::set(*request.mutable_after(), after);
    rpc::set(*request.mutable_until(), until);
    request.set_timezone(live.terms.hours.zone);
    grpc::ClientContext context;
    identity_.prepare(context, 30s);
    const auto stream = contacts_.DueMembers(&context, request);
    std::vector<Member> members;
    contact::v1::DueMembersResponse response;
    while (stream->Read(&response)) {
        for (const auto& it : response.members()) {
            const auto id = base::Uuid::parse(it.contact_id());
            const auto at = rpc::from_wire(it.due_at());
            if (!id || at <= after || at > until) continue;
            members.push_back({base::ContactId{*id}, it.zones(), at});
        }
    }
    const auto status = stream->Finish();
    if (status.ok()) return members;
    auto error = rpc::from_status(status);
    // Deleted while it runs: nobody has such a date any more, and its moments pass.
    if (error.reason == "CUSTOM_ATTRIBUTE_NOT_FOUND") return std::vector<Member>{};
    return fail(std::move(error));
}

Result<void> LivePlanner::grow(pg::Transaction& transaction,
                               const Live& live,
                               const std::vector<Member>& members,
                               base::Instant until,
                               base::Instant now) {
    const auto& name = live.terms.name;
    if (auto locked = lock_stories(transaction, {name.execution}); !locked) return locked;
    const auto held =
        transaction.exec("UPDATE execution_plans SET looked_until = greatest(looked_until, $2) "
                         "WHERE execution_id = $1 AND NOT done",
                         name.execution, until);
    if (!held) return fail(held.error());
    if (held->affected() == 0) return {}; // it has ended meanwhile
    const auto made = write_jobs(transaction, live.terms, members, now);
    if (!made) return fail(made.error());
    if (*made == 0) return {};
    const auto total = transaction.exec(
        "WITH p AS (UPDATE execution_plans SET planned = planned + $2 WHERE execution_id = $1) "
        "UPDATE executions SET total = total + $2, updated_at = $3 WHERE id = $1 RETURNING total",
        name.execution, *made, now);
    if (!total) return fail(total.error());
    return pg::announce(transaction, {execution_grew(name, (*total)[0].get<std::int64_t>(0), now)});
}

/// From when on it is looked at now.
base::Instant LivePlanner::look_from(const Live& live, Seen& seen, base::Instant now) {
    const bool goes_far = seen.looks++ % looks_between_far == 0;
    const auto from = std::max(seen.until, live.looked_until);
    const auto after = std::max(live.launched, from - (goes_far ? far : a_little));
    return now < seen.masses_until + after_many ? std::max(after, seen.masses_until) : after;
}

Result<void> LivePlanner::look(const Live& live, Seen& seen, base::Instant now) {
    if (seen.unwritten.empty()) {
        auto members = due_members(live, look_from(live, seen, now), now);
        if (!members) return fail(members.error());
        seen.asked_until = now;
        if (members->empty() && now - live.looked_until <= unwritten) {
            seen.until = now;
            return {};
        }
        if (members->size() > many) seen.masses_until = now;
        seen.unwritten = *std::move(members);
        seen.written = 0;
    }
    // What was not reached before an error, or in this turn, is written in the next.
    for (int window = 0; window < windows_a_turn; ++window) {
        const auto& all = seen.unwritten;
        const auto end = std::min<std::size_t>(seen.written + window_size, all.size());
        const bool last = end == all.size();
        const std::vector<Member> some{all.begin() + static_cast<std::ptrdiff_t>(seen.written),
                                       all.begin() + static_cast<std::ptrdiff_t>(end)};
        auto grown = pool_.transact([&](pg::Transaction& transaction) {
            return grow(transaction, live, some, last ? seen.asked_until : live.looked_until, now);
        });
        if (!grown) return grown;
        seen.written = end;
        if (!last) continue;
        seen.until = seen.asked_until;
        seen.unwritten = {};
        break;
    }
    return {};
}

Result<void> LivePlanner::plan() {
    const auto now = clock_.now();
    if (now < next_look_) return {};
    const auto found = pool_.transact(find);
    next_look_ = now + between_looks;
    if (!found) return fail(found.error());
    next_look_ = now + std::max<base::Duration>(between_looks, for_each_live * found->size());
    std::map<base::ExecutionId, Seen> before;
    before.swap(seen_);
    Result<void> answer{};
    for (const Live& live : *found) {
        const auto& id = live.terms.name.execution;
        auto& seen = seen_[id] = std::move(before[id]);
        if (auto looked = look(live, seen, now); !looked) answer = looked;
        if (!seen.unwritten.empty()) next_look_ = now;
    }
    return answer;
}

} // namespace hatif::program_scheduler
