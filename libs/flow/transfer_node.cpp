#include "flow/transfer_node.hpp"

#include "base/overloaded.hpp"
#include "flow/config_reader.hpp"
#include "flow/reading.hpp"

#include <algorithm>

namespace hatif::flow {

using namespace std::chrono_literals;

namespace {

const Leave success{{Output{"onSuccess"}}};
const Leave failed{{Output{"onFailed"}}};

} // namespace

bool is_e164(std::string_view number) {
    if (number.size() < 8 || number.size() > 16 || number[0] != '+' || number[1] == '0') {
        return false;
    }
    return std::all_of(number.begin() + 1, number.end(),
                       [](char it) { return it >= '0' && it <= '9'; });
}

TransferNode read_transfer(ConfigReader& config) {
    TransferNode node;
    node.to = config.operand("to");
    const auto* literal = std::get_if<Value>(&node.to);
    const bool written = literal != nullptr && !std::holds_alternative<Null>(*literal);
    if (written && !is_e164(to_text(*literal))) {
        config.refuse("invalid_number", "'to' must be a number in E.164, like +212612345678",
                      pointer(config.path(), "to"));
    }
    node.timeout = config.milliseconds("timeout", node.timeout, {1s, 5min});
    return node;
}

TransferStep enter(const TransferNode& node, const Scope& scope) {
    Reading reading{scope};
    const auto found = reading.value(node.to);
    Commands all = std::move(reading).notes();
    const std::string to = found ? to_text(found->value) : std::string{};
    if (!found || !is_e164(to)) {
        const Fault no_number{"invalid_number", "the number to transfer to is not in E.164"};
        all.emplace_back(leave_failed(found ? no_number : found.error()));
        return {HandedOver{}, std::move(all)};
    }
    all.emplace_back(Transfer{to});
    all.emplace_back(StartTimer{0, node.timeout});
    return {Transferring{found->secret ? std::string{masked} : to}, std::move(all)};
}

TransferStep step(const TransferNode&, const TransferState& state, const Event& event) {
    const auto table = base::overloaded{
        [](const Transferring& at, TransferOver it) -> TransferStep {
            return {HandedOver{},
                    {CancelTimer{0}, NoteTransfer{at.shown, it.done, it.code},
                     it.done ? success : failed}};
        },
        [](const Transferring& at, TimerFired timer) -> TransferStep {
            if (timer.round != 0) return {at, {}};
            return {HandedOver{}, {NoteTransfer{at.shown, false, 0}, failed}};
        },
        [](const auto& unmoved, const auto&) -> TransferStep {
            return {unmoved, {}};
        },
    };
    return std::visit(table, state, event);
}

Commands release(const TransferState& state) {
    if (std::holds_alternative<Transferring>(state)) return {CancelTimer{0}};
    return {};
}

std::vector<Leave> exits(const TransferNode&) {
    return {success, failed, leave_failed({})};
}

} // namespace hatif::flow
