#pragma once

#include "flow/operand.hpp"
#include "flow/words.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A `transfer` node hands the call over to another number, by SIP REFER.
///
///     transferring  -- it was taken over -->  left by onSuccess
///     transferring  -- it was not --------->  left by onFailed
///     transferring  -- timer -------------->  left by onFailed
///
/// What is no number in E.164 is its error at once. Behind onSuccess there is nothing left to say:
/// without a way on the call is hung up, and what it came to is `completed`.
namespace hatif::flow {

class ConfigReader;

struct TransferNode {
    Operand to;
    std::chrono::milliseconds timeout{30'000};

    bool operator==(const TransferNode&) const = default;
};

/// `shown` is the number, masked when it came from a secret.
struct Transferring {
    std::string shown;

    bool operator==(const Transferring&) const = default;
};
struct HandedOver {
    bool operator==(const HandedOver&) const = default;
};
using TransferState = std::variant<Transferring, HandedOver>;

struct TransferStep {
    TransferState next;
    Commands commands;
};

/// "+212612345678": a plus and 7 to 15 digits, the first no 0.
bool is_e164(std::string_view number);

TransferNode read_transfer(ConfigReader& config);

TransferStep enter(const TransferNode& node, const Scope& scope);
TransferStep step(const TransferNode& node, const TransferState& state, const Event& event);

/// What the node holds is let go: the call is over, or goes another way.
Commands release(const TransferState& state);

std::vector<Leave> exits(const TransferNode& node);

} // namespace hatif::flow
