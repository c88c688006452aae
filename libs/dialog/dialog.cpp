#include "dialog/dialog.hpp"

#include "base/overloaded.hpp"

namespace hatif::dialog {

using base::overloaded;

namespace {

Refusal cancelled(int ringing) {
    return {.cause = Cause::cancelled, .code = 487, .rang = ringing > 0};
}

Step proceed(bool authenticated, int ringing, int code) {
    const bool rings = code >= 180 && code <= 189 && code != ringing;
    if (!rings) return {Proceeding{authenticated, ringing}, {}};
    return {Proceeding{authenticated, code}, {TellRinging{code}}};
}

Step refuse(Refusal refusal, int ringing) {
    refusal.rang = ringing > 0;
    return {Over{}, {TellRefused{std::move(refusal)}, Forget{}}};
}

/// The answer must be acknowledged, wanted or not; what is not wanted is hung up.
Step accept(Accepted answer, int ringing) {
    if (answer.has_media) return {Established{}, {SendAck{}, TellAnswered{}}};
    return {Closing{},
            {SendAck{}, SendBye{},
             TellRefused{{.cause = Cause::media, .code = 200, .rang = ringing > 0}}}};
}

Step hang_up_late_answer(int ringing) {
    auto refusal = cancelled(ringing);
    refusal.answered_late = true;
    return {Closing{}, {SendAck{}, SendBye{}, TellRefused{std::move(refusal)}}};
}

Step answer_challenge(bool authenticated, int ringing, const Challenged& challenge) {
    if (authenticated) return refuse(challenge.refusal, ringing);
    return {Calling{true, ringing}, {SendInvite{}}};
}

Step give_up(int ringing) {
    return {Over{}, {TellRefused{cancelled(ringing)}, Forget{}}};
}

} // namespace

Step step(const State& state, const Event& event) {
    // clang-format off
    const auto table = overloaded{
        [](Calling at, Provisional it)       { return proceed(at.authenticated, at.ringing, it.code); },
        [](Calling at, Accepted it)          { return accept(it, at.ringing); },
        [](Calling at, const Declined& it)   { return refuse(it.refusal, at.ringing); },
        [](Calling at, const Challenged& it) { return answer_challenge(at.authenticated, at.ringing, it); },
        [](Calling, NoAnswerWanted)          { return Step{GivingUp{}, {StartGuard{}}}; },
        [](Calling, HangUpAsked)             { return Step{GivingUp{}, {StartGuard{}}}; },

        [](Proceeding at, Provisional it)       { return proceed(at.authenticated, at.ringing, it.code); },
        [](Proceeding at, Accepted it)          { return accept(it, at.ringing); },
        [](Proceeding at, const Declined& it)   { return refuse(it.refusal, at.ringing); },
        [](Proceeding at, const Challenged& it) { return answer_challenge(at.authenticated, at.ringing, it); },
        [](Proceeding at, NoAnswerWanted)       { return Step{Cancelling{at.ringing}, {SendCancel{}, StartGuard{}}}; },
        [](Proceeding at, HangUpAsked)          { return Step{Cancelling{at.ringing}, {SendCancel{}, StartGuard{}}}; },

        [](GivingUp, Provisional)       { return Step{Cancelling{}, {SendCancel{}}}; },
        [](GivingUp, Accepted)          { return hang_up_late_answer(0); },
        [](GivingUp, const Declined&)   { return give_up(0); },
        [](GivingUp, const Challenged&) { return give_up(0); },
        [](GivingUp, GuardFired)        { return give_up(0); },

        [](Cancelling at, Accepted)          { return hang_up_late_answer(at.ringing); },
        [](Cancelling at, const Declined&)   { return give_up(at.ringing); },
        [](Cancelling at, const Challenged&) { return give_up(at.ringing); },
        [](Cancelling at, GuardFired)        { return give_up(at.ringing); },

        [](Established, ByeReceived it) { return Step{Over{}, {TellEnded{By::remote, it.q850}, Forget{}}}; },
        [](Established, HangUpAsked)    { return Step{Closing{}, {SendBye{}, TellEnded{By::local}}}; },

        [](Closing at, const Challenged&) {
            if (at.authenticated) return Step{Over{}, {Forget{}}};
            return Step{Closing{true}, {SendBye{}}};
        },
        [](Closing, ByeAnswered) { return Step{Over{}, {Forget{}}}; },

        [](const auto& same, const auto&) { return Step{same, {}}; },
    };
    // clang-format on
    return std::visit(table, state, event);
}

std::ostream& operator<<(std::ostream& out, const Command& command) {
    const auto words = overloaded{
        [&](SendInvite) { out << "send invite"; },
        [&](SendAck) { out << "send ack"; },
        [&](SendCancel) { out << "send cancel"; },
        [&](SendBye) { out << "send bye"; },
        [&](StartGuard) { out << "start guard"; },
        [&](TellRinging it) { out << "tell ringing " << it.code; },
        [&](TellAnswered) { out << "tell answered"; },
        [&](const TellRefused& it) {
            const auto result = result_of(it.refusal);
            out << "tell refused " << result.outcome << ' ' << result.reason;
        },
        [&](TellEnded it) {
            out << "tell ended by " << (it.by == By::remote ? "remote" : "local");
        },
        [&](Forget) { out << "forget"; },
    };
    std::visit(words, command);
    return out;
}

} // namespace hatif::dialog
