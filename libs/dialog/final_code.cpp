#include "dialog/final_code.hpp"

#include "dialog/outcome_rows.hpp"

#include <algorithm>

namespace hatif::dialog {

namespace {

/// The cause that a general code came with.
const CauseRow* cause_beside(const Refusal& refusal) {
    if (!refusal.q850 || refusal.cause != Cause::response) return nullptr;
    if (std::ranges::count(general_codes, refusal.code) == 0) return nullptr;
    const auto row = std::ranges::find(cause_rows, *refusal.q850, &CauseRow::cause);
    return row == cause_rows.end() ? nullptr : &*row;
}

} // namespace

std::string_view slug_of_class(int code) {
    switch (code / 100) {
    case 3:
        return "redirection";
    case 4:
        return "request_failure";
    case 5:
        return "server_failure";
    case 6:
        return "global_failure";
    default:
        return "unknown";
    }
}

std::string reason_of_code(int code, std::string_view slug) {
    return "sip_" + std::to_string(code) + '_' + std::string{slug};
}

std::string reason_of_cause(int cause, std::string_view slug) {
    return "q850_" + std::to_string(cause) + '_' + std::string{slug};
}

std::string_view to_string(Outcome outcome) {
    switch (outcome) {
    case Outcome::busy:
        return "busy";
    case Outcome::rejected:
        return "rejected";
    case Outcome::no_answer:
        return "no_answer";
    case Outcome::failed:
        break;
    }
    return "failed";
}

std::ostream& operator<<(std::ostream& out, Outcome outcome) {
    return out << to_string(outcome);
}

bool Refusal::may_try_another_trunk() const {
    if (rang) return false;
    const auto* row = cause_beside(*this);
    if (row != nullptr && row->of_the_callee) return false;
    return cause == Cause::transport || (cause == Cause::response && code >= 500 && code <= 599);
}

DialResult result_of_code(int code) {
    const auto row = std::ranges::lower_bound(code_rows, code, {}, &CodeRow::code);
    if (row == code_rows.end() || row->code != code) {
        return {Outcome::failed, reason_of_code(code, slug_of_class(code))};
    }
    return {row->outcome, reason_of_code(code, row->slug), row->permanent};
}

DialResult result_of(const Refusal& refusal) {
    const auto end = std::ranges::find(end_rows, refusal.cause, &EndRow::cause);
    if (end != end_rows.end()) return {end->outcome, std::string{end->reason}};
    auto by_code = result_of_code(refusal.code);
    const auto* row = cause_beside(refusal);
    const bool says_else =
        row != nullptr && (row->outcome != by_code.outcome || row->permanent != by_code.permanent);
    if (!says_else) return by_code;
    return {row->outcome, reason_of_cause(row->cause, row->slug), row->permanent};
}

} // namespace hatif::dialog
