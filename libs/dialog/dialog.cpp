#include "dialog/dialog.hpp"

#include "base/overloaded.hpp"

#include <utility>

namespace hatif::dialog {

using base::overloaded;

namespace {

// Q.850: what they answered with is nothing that we could speak.
constexpr int incompatible_destination = 88;

Refusal cancelled(int ringing) {
    return {.cause = Cause::cancelled, .code = 487, .rang = ringing > 0};
}

Step proceed(Tries tries, int ringing, int code) {
    const bool rings = code >= 180 && code <= 189 && code != ringing;
    if (!rings) return {Proceeding{tries, ringing}, {}};
    return {Proceeding{tries, code}, {TellRinging{code}}};
}

Step refuse(Refusal refusal, int ringing) {
    refusal.rang = ringing > 0;
    return {Over{}, {TellRefused{std::move(refusal)}, Forget{}}};
}

/// The answer must be acknowledged, wanted or not; what is not wanted is hung up.
Step accept(Accepted answer, int ringing) {
    if (answer.has_media) return {Connected{}, {SendAck{}, TellAnswered{}}};
    return {Closing{},
            {SendAck{}, Drop{incompatible_destination},
             TellRefused{{.cause = Cause::media, .code = 200, .rang = ringing > 0}}}};
}

Step hang_up_late_answer(int ringing) {
    auto refusal = cancelled(ringing);
    refusal.answered_late = true;
    return {Closing{}, {SendAck{}, Drop{}, TellRefused{std::move(refusal)}}};
}

Step answer_challenge(Tries tries, int ringing, const Challenged& challenge) {
    const bool again = tries.challenges == 0 || (tries.challenges == 1 && challenge.stale);
    if (!again) return refuse(challenge.refusal, ringing);
    ++tries.challenges;
    return {Calling{tries, ringing}, {SendInvite{}}};
}

Step raise_interval(Tries tries, int ringing, const TooShort& answer) {
    if (std::exchange(tries.raised, true)) return refuse(answer.refusal, ringing);
    return {Calling{tries, ringing}, {SendInvite{}}};
}

Step follow(Tries tries, int ringing, const Redirected& answer) {
    if (std::exchange(tries.redirected, true)) return refuse(answer.refusal, ringing);
    return {Calling{tries, ringing}, {SendInvite{}}};
}

Step give_up(int ringing) {
    return {Over{}, {TellRefused{cancelled(ringing)}, Forget{}}};
}

Step cancel(int ringing, std::optional<int> q850) {
    return {Cancelling{ringing}, {SendCancel{q850}, StartGuard{}}};
}

} // namespace

Step step(const State& state, const Event& event) {
    // clang-format off
    const auto table = overloaded{
        [](Calling at, Provisional it)       { return proceed(at.tries, at.ringing, it.code); },
        [](Calling at, Accepted it)          { return accept(it, at.ringing); },
        [](Calling at, const Declined& it)   { return refuse(it.refusal, at.ringing); },
        [](Calling at, const Challenged& it) { return answer_challenge(at.tries, at.ringing, it); },
        [](Calling at, const TooShort& it)   { return raise_interval(at.tries, at.ringing, it); },
        [](Calling at, const Redirected& it) { return follow(at.tries, at.ringing, it); },
        [](Calling, NoAnswerWanted it)       { return Step{GivingUp{it.q850}, {StartGuard{}}}; },

        [](Proceeding at, Provisional it)       { return proceed(at.tries, at.ringing, it.code); },
        [](Proceeding at, Accepted it)          { return accept(it, at.ringing); },
        [](Proceeding at, const Declined& it)   { return refuse(it.refusal, at.ringing); },
        [](Proceeding at, const Challenged& it) { return answer_challenge(at.tries, at.ringing, it); },
        [](Proceeding at, const TooShort& it)   { return raise_interval(at.tries, at.ringing, it); },
        [](Proceeding at, const Redirected& it) { return follow(at.tries, at.ringing, it); },
        [](Proceeding at, NoAnswerWanted it)    { return cancel(at.ringing, it.q850); },

        [](GivingUp at, Provisional)    { return Step{Cancelling{}, {SendCancel{at.q850}}}; },
        [](GivingUp, Accepted)          { return hang_up_late_answer(0); },
        [](GivingUp, const Declined&)   { return give_up(0); },
        [](GivingUp, const Challenged&) { return give_up(0); },
        [](GivingUp, const TooShort&)   { return give_up(0); },
        [](GivingUp, const Redirected&) { return give_up(0); },
        [](GivingUp, GuardFired)        { return give_up(0); },

        [](Cancelling at, Accepted)          { return hang_up_late_answer(at.ringing); },
        [](Cancelling at, const Declined&)   { return give_up(at.ringing); },
        [](Cancelling at, const Challenged&) { return give_up(at.ringing); },
        [](Cancelling at, const TooShort&)   { return give_up(at.ringing); },
        [](Cancelling at, const Redirected&) { return give_up(at.ringing); },
        [](Cancelling at, GuardFired)        { return give_up(at.ringing); },

        [](Connected, SessionOver) { return Step{Over{}, {Forget{}}}; },
        [](Closing, SessionOver)   { return Step{Over{}, {Forget{}}}; },

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
        [&](Drop it) { out << "drop " << it.q850; },
        [&](StartGuard) { out << "start guard"; },
        [&](TellRinging it) { out << "tell ringing " << it.code; },
        [&](TellAnswered) { out << "tell answered"; },
        [&](const TellRefused& it) {
            const auto result = result_of(it.refusal);
            out << "tell refused " << result.outcome << ' ' << result.reason;
        },
        [&](Forget) { out << "forget"; },
    };
    std::visit(words, command);
    return out;
}

} // namespace hatif::dialog
