#include "program_scheduler/leasing/terms.hpp"

#include "program_scheduler/calls/single_call_rows.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// Of the line its organization and its gate; the rest is the call's own.
Policy policy_of(const SingleCall& call, Policy line) {
    line.flow = call.flow;
    line.flow_version = call.flow_version;
    line.linked.clear();
    line.retry = call.retry;
    line.test = call.test;
    line.recording = call.recording;
    if (call.cancelled) line.gate = schedule::Gate::ended;
    return line;
}

} // namespace

Result<Terms> Terms::read(pg::Transaction& transaction, const std::vector<Lease>& leases) {
    std::set<base::ExecutionId> executions;
    for (const Lease& lease : leases) executions.insert(lease.execution);
    const auto rows = transaction.exec(ask(executions));
    if (!rows) return fail(rows.error());
    return read(transaction, *rows, leases);
}

pg::Query Terms::ask(const std::set<base::ExecutionId>& executions) {
    static const std::string question = std::string{"SELECT id, "} + policy_columns + ", " +
                                        Promises::columns() + " FROM executions WHERE id = ANY($1)";
    return pg::query(question,
                     std::vector<base::ExecutionId>{executions.begin(), executions.end()});
}

Result<Terms> Terms::read(pg::Transaction& transaction,
                          const pg::Rows& executions,
                          const std::vector<Lease>& leases) {
    Terms terms;
    for (const auto row : executions) {
        const auto execution = row.get<base::ExecutionId>(0);
        terms.executions_.emplace(execution, read_policy(row, 1));
        terms.promises_.add(execution, row, 1 + policy_column_count);
    }
    std::vector<base::JobId> single;
    for (const Lease& lease : leases) {
        if (lease.is_single()) single.push_back(lease.job);
    }
    auto calls = read_single_calls(transaction, single);
    if (!calls) return fail(calls.error());
    terms.calls_ = *std::move(calls);
    for (const Lease& lease : leases) {
        if (const auto* call = terms.single(lease)) {
            terms.own_.emplace(lease.job, policy_of(*call, terms.executions_.at(lease.execution)));
        }
    }
    return terms;
}

const Policy& Terms::of(const Lease& lease) const {
    const auto own = own_.find(lease.job);
    return own == own_.end() ? executions_.at(lease.execution) : own->second;
}

const SingleCall* Terms::single(const Lease& lease) const {
    const auto found = calls_.find(lease.job);
    return found == calls_.end() ? nullptr : &found->second;
}

} // namespace hatif::program_scheduler
