#pragma once

#include "flow/words.hpp"

#include <variant>
#include <vector>

/// An `answer` node takes a call that came to us. Always the first node of a flow for such calls.
///
///     taking  -- answered --------->  left by onSuccess
///     taking  -- refused ---------->  left by onError     the caller gave up, or no media fit
///
/// What became of it comes from the call (libs/call), which knows the SIP leg.
namespace hatif::flow {

class ConfigReader;

struct AnswerNode {
    bool operator==(const AnswerNode&) const = default;
};

struct Taking {
    bool operator==(const Taking&) const = default;
};
using AnswerState = std::variant<Taking>;

struct AnswerStep {
    AnswerState next;
    Commands commands;
};

AnswerNode read_answer(ConfigReader& config);

AnswerStep enter(const AnswerNode& node, const Scope& scope);

/// Where the flow goes on once the call is taken.
Leave leave_taken();

std::vector<Leave> exits(const AnswerNode& node);

} // namespace hatif::flow
