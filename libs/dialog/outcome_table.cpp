#include "dialog/outcome_table.hpp"

#include "dialog/outcome_rows.hpp"

namespace hatif::dialog {

namespace {

std::string quoted(std::string_view code) {
    return '`' + std::string{code} + '`';
}

std::string row(std::initializer_list<std::string> cells) {
    std::string line = "|";
    for (const auto& cell : cells) line += ' ' + cell + " |";
    return line + '\n';
}

std::string ends() {
    auto text = row({"how it ended", "outcome", "outcomeReason"}) + "|---|---|---|\n";
    for (const auto& end : end_rows) {
        text += row({std::string{end.what}, quoted(to_string(end.outcome)), quoted(end.reason)});
    }
    for (const auto& [reason, what] : lost_rows) {
        text += row({std::string{what}, quoted(to_string(Outcome::failed)), quoted(reason)});
    }
    return text;
}

std::string codes() {
    auto text =
        row({"SIP", "outcome", "outcomeReason", "the number is wrong"}) + "|---|---|---|---|\n";
    for (const auto& it : code_rows) {
        text += row({std::to_string(it.code), quoted(to_string(it.outcome)),
                     quoted(reason_of_code(it.code, it.slug)), it.permanent ? "yes" : ""});
    }
    for (const int family : {300, 400, 500, 600}) {
        const auto any = std::to_string(family / 100) + "xx";
        text += row({"any other " + any, quoted(to_string(Outcome::failed)),
                     quoted("sip_<code>_" + std::string{slug_of_class(family)}), ""});
    }
    return text;
}

std::string causes() {
    auto text = row({"Q.850", "outcome", "outcomeReason", "the number is wrong", "whose"}) +
                "|---|---|---|---|---|\n";
    for (const auto& it : cause_rows) {
        text += row({std::to_string(it.cause), quoted(to_string(it.outcome)),
                     quoted(reason_of_cause(it.cause, it.slug)), it.permanent ? "yes" : "",
                     it.of_the_callee ? "the callee's" : "the trunk's"});
    }
    return text;
}

std::string listed() {
    std::string text;
    for (const int code : general_codes) {
        if (!text.empty()) text += code == general_codes.back() ? " and " : ", ";
        text += std::to_string(code);
    }
    return text;
}

} // namespace

std::string outcome_table() {
    return ends() + "\n" + codes() +
           "\nA cause of Q.850 in a Reason header (RFC 3326) counts more than the general codes " +
           listed() + ", where it says something else than the code does:\n\n" + causes();
}

} // namespace hatif::dialog
