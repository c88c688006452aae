#include "reporting/statistics.hpp"

#include "rpc/time.hpp"

#include <algorithm>

namespace hatif::reporting {

namespace {

void add_time(const Cell& cell, v1::CallTime& time) {
    time.set_calls(time.calls() + cell.count);
    time.set_total_ms(time.total_ms() + cell.total_ms);
    if (time.calls() > 0) time.set_average_ms(time.total_ms() / time.calls());
}

void add_contacts(const CellKey& key, const Cell& cell, v1::ExecutionReport& report) {
    if (key.detail == "completed") {
        report.set_contacts_completed(report.contacts_completed() + cell.count);
    } else if (key.detail == "failed") {
        report.set_contacts_failed(report.contacts_failed() + cell.count);
    }
    if (key.name.empty() || cell.count == 0) return;
    (*report.mutable_outcomes())[key.name] += cell.count;
    report.set_contacts_dialled(report.contacts_dialled() + cell.count);
    report.set_contacts_answered(report.contacts_answered() + cell.answered);
}

/// The spans of calls widen the report's.
void add_span(const Cell& cell, v1::ExecutionReport& report) {
    if (cell.first_at &&
        (!report.has_first_call_at() || *cell.first_at < rpc::from_wire(report.first_call_at()))) {
        rpc::set(*report.mutable_first_call_at(), *cell.first_at);
    }
    if (cell.last_at &&
        (!report.has_last_call_at() || *cell.last_at > rpc::from_wire(report.last_call_at()))) {
        rpc::set(*report.mutable_last_call_at(), *cell.last_at);
    }
}

void add_attempts(const CellKey& key, const Cell& cell, v1::ExecutionReport& report) {
    report.set_attempts(report.attempts() + cell.count);
    report.set_attempts_answered(report.attempts_answered() + cell.answered);
    (*report.mutable_attempt_outcomes())[key.name] += cell.count;
    add_span(cell, report);
    if (key.detail.empty()) return;
    auto& reason = *report.add_reasons();
    reason.set_outcome_reason(key.detail);
    reason.set_outcome(key.name);
    reason.set_attempts(cell.count);
}

template <class Item>
void add_outcome(const CellKey& key, const Cell& cell, Item& item) {
    item.set_attempts(item.attempts() + cell.count);
    item.set_answered(item.answered() + cell.answered);
    (*item.mutable_outcomes())[key.detail] += cell.count;
}

/// A quarter hour belongs to the hour that began at its last full hour on the wall.
void add_hour(const CellKey& key,
              const Cell& cell,
              const std::map<std::int64_t, WallClock>& clocks,
              std::map<std::int64_t, v1::HourCount>& hours) {
    const auto at = std::stoll(key.name);
    const auto clock = clocks.find(at);
    if (clock == clocks.end()) return;
    const auto begun = at - std::int64_t{60} * clock->second.minute;
    auto& hour = hours[begun];
    hour.mutable_start_at()->set_seconds(begun);
    hour.set_hour(static_cast<std::uint32_t>(clock->second.hour));
    add_outcome(key, cell, hour);
}

void add_node(const CellKey& key, const Cell& cell, std::map<std::string, v1::NodeCount>& nodes) {
    auto& node = nodes[key.name];
    node.set_node_id(key.name);
    if (key.kind == Kind::entered) {
        node.set_entered(node.entered() + cell.count);
        return;
    }
    auto& output = *node.add_outputs();
    output.set_output(key.detail);
    output.set_calls(cell.count);
}

/// No list grows with the names that events tell. All are there while they fit; else those of the
/// most calls, most first.
template <class List, class Size>
void bound(List& list, Size size) {
    constexpr int most_entries = 1'000;
    if (list.size() <= most_entries) return;
    std::ranges::stable_sort(
        list, [&](const auto& one, const auto& other) { return size(one) > size(other); });
    list.DeleteSubrange(most_entries, list.size() - most_entries);
}

bool is_branch(const std::string& output) {
    return !output.starts_with("on") && output != "default";
}

void finish_node(const Nodes& known, v1::NodeCount& node) {
    std::int64_t gone = 0;
    for (const auto& it : node.outputs()) gone += it.calls();
    node.set_ended(std::max<std::int64_t>(node.entered() - gone, 0));
    const auto found = known.find(node.node_id());
    if (found == known.end()) return;
    node.set_node_type(found->second.type);
    if (!found->second.label.empty()) node.set_node_label(found->second.label);
}

void bound_lists(v1::ExecutionBreakdown& breakdown) {
    const auto calls = [](const auto& it) { return it.calls(); };
    bound(*breakdown.mutable_by_number(), [](const auto& it) { return it.attempts(); });
    bound(*breakdown.mutable_by_node(), [](const auto& it) { return it.entered(); });
    bound(*breakdown.mutable_by_branch(), calls);
    for (auto& node : *breakdown.mutable_by_node()) bound(*node.mutable_outputs(), calls);
}

void tell_branches(const v1::NodeCount& node, v1::ExecutionBreakdown& breakdown) {
    if (node.node_type() != "dtmf") return;
    for (const auto& it : node.outputs()) {
        if (!is_branch(it.output())) continue;
        auto& branch = *breakdown.add_by_branch();
        branch.set_node_id(node.node_id());
        if (node.has_node_label()) branch.set_node_label(node.node_label());
        branch.set_branch(it.output());
        branch.set_calls(it.calls());
    }
}

/// What the cells are gathered into, in the order of the answer.
struct Gathered {
    std::map<std::uint32_t, v1::AttemptNumberCount> numbers;
    std::map<std::int64_t, v1::HourCount> hours;
    std::map<std::string, v1::CallerCount> callers;
    std::map<std::string, v1::NodeCount> nodes;
};

Gathered gather(const Cells& cells, const std::map<std::int64_t, WallClock>& clocks) {
    Gathered all;
    for (const auto& [key, cell] : cells) {
        if (cell.count == 0) continue;
        if (key.kind == Kind::attempt_number) {
            const auto number = static_cast<std::uint32_t>(std::stoul(key.name));
            all.numbers[number].set_attempt_number(number);
            add_outcome(key, cell, all.numbers[number]);
        } else if (key.kind == Kind::quarter_hour) {
            add_hour(key, cell, clocks, all.hours);
        } else if (key.kind == Kind::caller) {
            all.callers[key.name].set_number(key.name);
            add_outcome(key, cell, all.callers[key.name]);
        } else if (key.kind == Kind::entered || key.kind == Kind::left) {
            add_node(key, cell, all.nodes);
        }
    }
    return all;
}

} // namespace

const std::vector<Kind>& kinds_of_report() {
    static const std::vector<Kind> kinds{Kind::contacts, Kind::skips, Kind::attempts, Kind::talk,
                                         Kind::ring};
    return kinds;
}

const std::vector<Kind>& kinds_of_breakdown() {
    static const std::vector<Kind> kinds{Kind::attempt_number, Kind::quarter_hour, Kind::caller,
                                         Kind::entered, Kind::left};
    return kinds;
}

v1::ExecutionReport build_execution_report(const StoredExecution& execution, const Cells& cells) {
    v1::ExecutionReport report;
    report.set_execution_id(execution.id.to_string());
    if (execution.program) report.set_program_id(execution.program->to_string());
    if (execution.flow) report.set_flow_id(execution.flow->to_string());
    report.set_flow_version(static_cast<std::uint32_t>(execution.flow_version));
    if (execution.launched_at) rpc::set(*report.mutable_launched_at(), *execution.launched_at);
    report.set_total_contacts(execution.total_contacts);
    report.mutable_talk_time();
    report.mutable_ring_time();
    for (const auto& [key, cell] : cells) {
        if (key.kind == Kind::contacts) add_contacts(key, cell, report);
        if (key.kind == Kind::attempts) add_attempts(key, cell, report);
        if (key.kind == Kind::talk) add_time(cell, *report.mutable_talk_time());
        if (key.kind == Kind::ring) add_time(cell, *report.mutable_ring_time());
        if (key.kind != Kind::skips || cell.count == 0) continue;
        (*report.mutable_skipped())[key.name] += cell.count;
        report.set_contacts_skipped(report.contacts_skipped() + cell.count);
    }
    std::ranges::stable_sort(*report.mutable_reasons(), [](const auto& one, const auto& other) {
        return one.attempts() > other.attempts();
    });
    bound(*report.mutable_reasons(), [](const auto& it) { return it.attempts(); });
    report.set_contacts_remaining(report.total_contacts() - report.contacts_completed() -
                                  report.contacts_failed() - report.contacts_skipped());
    if (report.contacts_dialled() > 0) {
        report.set_connection_rate(static_cast<double>(report.contacts_answered()) /
                                   static_cast<double>(report.contacts_dialled()));
    }
    return report;
}

std::vector<std::int64_t> quarter_hours(const Cells& cells) {
    std::vector<std::int64_t> found;
    for (const auto& [key, cell] : cells) {
        if (key.kind != Kind::quarter_hour) continue;
        const auto at = std::stoll(key.name);
        if (found.empty() || found.back() != at) found.push_back(at);
    }
    return found;
}

v1::ExecutionBreakdown build_breakdown(const Uuid& execution,
                                       const Cells& cells,
                                       const Nodes& nodes,
                                       const std::map<std::int64_t, WallClock>& clocks) {
    auto all = gather(cells, clocks);
    v1::ExecutionBreakdown breakdown;
    breakdown.set_execution_id(execution.to_string());
    for (auto& [number, it] : all.numbers) *breakdown.add_by_attempt_number() = std::move(it);
    for (auto& [begun, it] : all.hours) *breakdown.add_by_hour() = std::move(it);
    for (auto& [number, it] : all.callers) *breakdown.add_by_number() = std::move(it);
    for (auto& [id, it] : all.nodes) {
        finish_node(nodes, it);
        *breakdown.add_by_node() = std::move(it);
    }
    std::ranges::stable_sort(*breakdown.mutable_by_node(), [](const auto& one, const auto& other) {
        return one.entered() > other.entered();
    });
    for (const auto& node : breakdown.by_node()) tell_branches(node, breakdown);
    bound_lists(breakdown);
    return breakdown;
}

} // namespace hatif::reporting
