#include "reporting/counts.hpp"

#include <hatif/type/v1/outcome.pb.h>

#include <algorithm>

namespace hatif::reporting {

namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr std::int64_t quarter_hour_seconds = 900; // every zone's hours begin at one

std::string quarter_of(Instant at) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
    return std::to_string(seconds - seconds % quarter_hour_seconds);
}

void span(Cell& cell, Instant at) {
    cell.first_at = std::min(cell.first_at.value_or(at), at);
    cell.last_at = std::max(cell.last_at.value_or(at), at);
}

void time(const Uuid& execution, Kind kind, milliseconds took, Cells& cells) {
    auto& cell = cells[{execution, kind}];
    ++cell.count;
    cell.total_ms += std::max<std::int64_t>(took.count(), 0);
}

void stop_ringing(const CallFact& fact, std::optional<Instant>& ringing, Cells& cells) {
    if (!ringing) return;
    time(*fact.execution, Kind::ring, duration_cast<milliseconds>(fact.at - *ringing), cells);
    ringing.reset();
}

void add_contact(const Standing& it, std::int64_t sign, Cells& cells) {
    if (it.skipped_reason) cells[{it.execution, Kind::skips, *it.skipped_reason}].count += sign;
    if (it.outcome == 0 && !it.skipped_reason) return;
    auto& cell = cells[{it.execution, Kind::contacts,
                        it.outcome == 0 ? std::string{} : word_of(it.outcome), word_of(it)}];
    cell.count += sign;
    if (it.answered) cell.answered += sign;
}

} // namespace

std::string word_of(std::int32_t outcome) {
    constexpr std::string_view prefix = "OUTCOME_";
    const auto known = type::v1::Outcome_IsValid(outcome) && outcome != 0
                           ? static_cast<type::v1::Outcome>(outcome)
                           : type::v1::OUTCOME_FAILED;
    auto word = type::v1::Outcome_Name(known).substr(prefix.size());
    std::ranges::transform(word, word.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return word;
}

bool reached(std::int32_t outcome) {
    return outcome == type::v1::OUTCOME_COMPLETED || outcome == type::v1::OUTCOME_USER_HANGUP;
}

std::string word_of(const Standing& standing) {
    if (standing.skipped_reason) return "skipped";
    if (standing.outcome == 0 || standing.waits) return "open";
    return reached(standing.outcome) ? "completed" : "failed";
}

void count_contacts(const Standings& before, const Standings& after, Cells& cells) {
    for (const auto& [job, stood] : before) add_contact(stood, -1, cells);
    for (const auto& [job, stands] : after) add_contact(stands, 1, cells);
    std::erase_if(cells, [](const auto& it) { return it.second == Cell{}; });
}

void count_attempt(const Uuid& execution, const AttemptEnded& it, Cells& cells) {
    const auto outcome = word_of(it.outcome);
    const auto add = [&](Kind kind, const std::string& name, const std::string& detail) -> Cell& {
        auto& cell = cells[{execution, kind, name, detail}];
        ++cell.count;
        if (it.answered) ++cell.answered;
        return cell;
    };
    auto& attempts = add(Kind::attempts, outcome, it.outcome_reason);
    add(Kind::attempt_number, std::to_string(it.number), outcome);
    add(Kind::caller, it.caller, outcome);
    if (!it.started_at) return;
    span(attempts, *it.started_at);
    add(Kind::quarter_hour, quarter_of(*it.started_at), outcome);
}

void count_skipped(const SkippedUnseen& it, Cells& cells) {
    cells[{it.execution, Kind::skips, it.reason}].count += it.contacts;
}

void count_call(const CallFact& fact, std::optional<Instant>& ringing, Cells& cells) {
    if (!fact.execution) return;
    switch (fact.what) {
    case CallFact::What::other:
        return;
    case CallFact::What::ringing:
        ringing = fact.at;
        return;
    case CallFact::What::answered:
        return stop_ringing(fact, ringing, cells);
    case CallFact::What::finished:
        stop_ringing(fact, ringing, cells);
        if (fact.talk_time) time(*fact.execution, Kind::talk, *fact.talk_time, cells);
        return;
    case CallFact::What::entered:
        ++cells[{*fact.execution, Kind::entered, fact.node}].count;
        return;
    case CallFact::What::left:
        if (!fact.output.empty()) {
            ++cells[{*fact.execution, Kind::left, fact.node, fact.output}].count;
        }
        return;
    }
}

} // namespace hatif::reporting
