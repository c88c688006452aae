#include "flow/transfer_node.hpp"

#include "flow/read_graph.hpp"

#include <catch2/catch.hpp>

using namespace hatif::flow;
using namespace std::chrono_literals;

namespace {

const Sources nobody;

TransferStep entered(const Operand& to, const Variables& variables = {}) {
    return enter(TransferNode{to, 20s}, {variables, nobody, "answered", "human"});
}

std::string first_error(const std::string& config) {
    const auto draft = read_draft(R"({"startNodeId":"it","nodes":[
        {"id":"it","type":"transfer","config":)" +
                                  config + "}]}");
    return draft.problems.errors.empty() ? "" : draft.problems.errors.front().code;
}

} // namespace

TEST_CASE("a transfer node hands the call over and waits for its time", "[flow][transfer]") {
    const auto begun = entered(Value{std::string{"+212612345678"}});
    CHECK(begun.commands == Commands{Transfer{"+212612345678"}, StartTimer{0, 20s}});
    const TransferNode node{};
    CHECK(step(node, begun.next, TransferOver{true, 200}).commands ==
          Commands{CancelTimer{0}, NoteTransfer{"+212612345678", true, 200},
                   Leave{{Output{"onSuccess"}}}});
    CHECK(step(node, begun.next, TransferOver{false, 486}).commands ==
          Commands{CancelTimer{0}, NoteTransfer{"+212612345678", false, 486},
                   Leave{{Output{"onFailed"}}}});
    const auto timed_out = step(node, begun.next, TimerFired{0});
    CHECK(timed_out.commands ==
          Commands{NoteTransfer{"+212612345678", false, 0}, Leave{{Output{"onFailed"}}}});
    CHECK(step(node, timed_out.next, TransferOver{true, 200}).commands.empty());
}

TEST_CASE("what is no E.164 number is the transfer's error", "[flow][transfer]") {
    for (const auto* wrong :
         {"", "0612345678", "+0612345678", "+1", "+12345678901234567", "sip:a"}) {
        CAPTURE(wrong);
        const auto left = entered(Value{std::string{wrong}});
        CHECK(std::get<Leave>(left.commands.back()).fault->code == "invalid_number");
    }
    const ValueSource unset{ValueSource::Kind::variable, "nothing"};
    CHECK(std::get<Leave>(entered(unset).commands.back()).fault->code == "variable_not_set");
}

TEST_CASE("a number that came from a secret is not told", "[flow][transfer]") {
    const ValueSource source{ValueSource::Kind::variable, "to"};
    const auto begun = entered(source, {{"to", {std::string{"+212612345678"}, true}}});
    CHECK(begun.commands.front() == Command{Transfer{"+212612345678"}});
    CHECK(std::get<Transferring>(begun.next).shown == masked);
}

TEST_CASE("a written number is looked at when the graph is read", "[flow][transfer]") {
    CHECK(first_error(R"({"to":"+212612345678"})").empty());
    CHECK(first_error(R"({"to":{"source":"customAttribute","attributeName":"a"}})").empty());
    CHECK(first_error(R"({"to":"0612345678"})") == "invalid_number");
    CHECK(first_error("{}") == "missing_member");
}
