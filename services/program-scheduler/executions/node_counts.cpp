#include "program_scheduler/executions/node_counts.hpp"

#include "program_scheduler/executions/control.hpp"

#include <algorithm>
#include <set>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// A count that passes a multiple of the threshold meets it: once after each so many runs.
bool meets(const AutoPause& rule, std::int64_t before, std::int64_t after) {
    return before / rule.threshold < after / rule.threshold;
}

struct Ruled {
    base::OrganizationId organization;
    AutoPauseRules rules{};
};

Result<std::map<base::ExecutionId, Ruled>>
read_ruled(pg::Transaction& transaction, const std::vector<base::ExecutionId>& executions) {
    const auto rows = transaction.exec(
        "SELECT id, organization_id, auto_pause_rules FROM executions WHERE id = ANY($1)",
        executions);
    if (!rows) return fail(rows.error());
    std::map<base::ExecutionId, Ruled> found;
    for (const auto row : *rows) {
        // What cannot be read must not keep events from being taken: it is no rule.
        auto rules = auto_pause_in(row.get<std::string>(2)).value_or(AutoPauseRules{});
        found.emplace(row.get<base::ExecutionId>(0),
                      Ruled{row.get<base::OrganizationId>(1), std::move(rules)});
    }
    return found;
}

struct Columns {
    std::vector<base::ExecutionId> executions;
    std::vector<std::string> nodes;
    std::vector<std::int64_t> runs;
};

/// Of executions at which a rule is met.
Result<std::set<base::ExecutionId>> raise(pg::Transaction& transaction,
                                          const Columns& it,
                                          const std::map<base::ExecutionId, Ruled>& ruled) {
    const auto rows = transaction.exec(
        "WITH ran AS MATERIALIZED (SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[]) "
        "AS u(e, n, r) ORDER BY e, n), made AS (INSERT INTO execution_nodes AS c (execution_id, "
        "node_id, runs) SELECT e, n, r FROM ran ON CONFLICT (execution_id, node_id) DO UPDATE SET "
        "runs = c.runs + EXCLUDED.runs RETURNING execution_id, node_id, runs) "
        "SELECT execution_id, node_id, made.runs, ran.r FROM made JOIN ran ON e = execution_id "
        "AND n = node_id",
        it.executions, it.nodes, it.runs);
    if (!rows) return fail(rows.error());
    std::set<base::ExecutionId> met;
    for (const auto row : *rows) {
        const auto execution = row.get<base::ExecutionId>(0);
        const auto node = row.get<std::string>(1);
        const auto after = row.get<std::int64_t>(2);
        const auto before = after - row.get<std::int64_t>(3);
        for (const AutoPause& rule : ruled.at(execution).rules) {
            if (rule.node == node && meets(rule, before, after)) met.insert(execution);
        }
    }
    return met;
}

} // namespace

Result<std::vector<base::ExecutionId>> NodeCounts::keep_ruled(pg::Transaction& transaction) {
    if (runs_.empty()) return ruled_;
    std::vector<base::ExecutionId> told;
    for (const auto& [execution, nodes] : runs_) told.push_back(execution);
    const auto rows = transaction.exec("SELECT id FROM executions WHERE id = ANY($1) AND "
                                       "auto_pause_rules <> '[]' AND status IN (1, 2, 3, 7)",
                                       told);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) ruled_.push_back(row.get<base::ExecutionId>(0));
    return ruled_;
}

Result<void> NodeCounts::write(pg::Transaction& transaction, base::Instant now) const {
    if (ruled_.empty()) return {};
    const auto ruled = read_ruled(transaction, ruled_);
    if (!ruled) return fail(ruled.error());
    Columns columns;
    for (const auto& [execution, it] : *ruled) {
        for (const auto& [node, runs] : runs_.at(execution)) {
            const auto names = [&](const AutoPause& rule) { return rule.node == node; };
            if (std::ranges::none_of(it.rules, names)) continue;
            columns.executions.push_back(execution);
            columns.nodes.push_back(node);
            columns.runs.push_back(runs);
        }
    }
    if (columns.nodes.empty()) return {};
    const auto met = raise(transaction, columns, *ruled);
    if (!met) return fail(met.error());
    for (const auto& execution : *met) {
        auto tripped = control(transaction, ruled->at(execution).organization, execution,
                               Control::trip, now, {.reason = "node_threshold"});
        if (!tripped) return tripped;
    }
    return {};
}

Result<void> resume_counts(pg::Transaction& transaction, const base::ExecutionId& execution) {
    const auto ruled = read_ruled(transaction, {execution});
    if (!ruled) return fail(ruled.error());
    std::vector<std::string> go_on;
    for (const AutoPause& rule : ruled->at(execution).rules) {
        if (!rule.reset_on_resume) go_on.push_back(rule.node);
    }
    const auto forgotten = transaction.exec(
        "DELETE FROM execution_nodes WHERE execution_id = $1 AND node_id <> ALL($2::text[])",
        execution, go_on);
    if (!forgotten) return fail(forgotten.error());
    return {};
}

} // namespace hatif::program_scheduler
