#include "telephony/registration.hpp"

#include "base/overloaded.hpp"

#include <algorithm>

namespace hatif::telephony::registration {

namespace {

constexpr seconds wished{300};
constexpr seconds longest{3'600};
constexpr seconds first_pause{30}; // RFC 5626, 4.5
constexpr seconds longest_pause{1'800};
constexpr int most_challenges = 3; // more than one only when our nonce was stale

seconds pause_after(int failures, std::optional<seconds> asked) {
    const auto grown = first_pause * (1 << std::min(failures - 1, 6));
    return std::clamp(std::max(grown, asked.value_or(seconds{0})), first_pause, longest_pause);
}

Step stay(const State& state) {
    return {state, {}};
}

Step ask(Asking next) {
    return {next, {SendRegister{next.expires}}};
}

Step granted(const Asking& at, seconds expires) {
    const auto until =
        std::clamp(expires == seconds{0} ? at.expires : expires, seconds{2}, longest);
    return {Registered{at.expires}, {TellRegistered{}, SetTimer{until / 2}}};
}

Step failed(const Asking& at, const std::string& reason, std::optional<seconds> retry_after) {
    const int failures = at.failures + 1;
    Step result{Waiting{at.expires, failures}, {}};
    if (!reason.empty()) result.commands.push_back(TellRefused{reason});
    result.commands.push_back(SetTimer{pause_after(failures, retry_after), true});
    return result;
}

Step in_asking(const Asking& at, const Event& event) {
    const auto table = base::overloaded{
        [&](Granted it) { return granted(at, it.expires); },
        [&](Challenged it) {
            if (at.challenges == most_challenges || (at.challenges > 0 && !it.stale))
                return failed(at, "registration_refused_401", {});
            auto next = at;
            ++next.challenges;
            return ask(next);
        },
        [&](TooBrief it) {
            if (at.prolonged || it.least > longest) {
                return failed(at, "registration_refused_423", {});
            }
            auto next = at;
            next.prolonged = true;
            next.expires = std::max(at.expires, it.least);
            return ask(next);
        },
        [&](const Refused& it) {
            return failed(at, "registration_refused_" + std::to_string(it.code), it.retry_after);
        },
        [&](NoAnswer) {
            // Half of the granted time is left: nothing is lost yet.
            return failed(at, at.was_held ? "" : "registration_timeout", {});
        },
        [&](Stopped) {
            return Step{Leaving{}, {SendRegister{seconds{0}}}};
        },
        [&](auto) { return stay(at); },
    };
    return std::visit(table, event);
}

Step in_leaving(const Leaving& at, const Event& event) {
    if (std::holds_alternative<Challenged>(event) && !at.challenged) {
        return {Leaving{true}, {SendRegister{seconds{0}}}};
    }
    if (std::holds_alternative<Stopped>(event) || std::holds_alternative<TimerFired>(event)) {
        return stay(at);
    }
    return {Over{}, {Finish{}}};
}

} // namespace

Step step(const State& state, const Event& event) {
    const bool stopped = std::holds_alternative<Stopped>(event);
    const bool due = std::holds_alternative<TimerFired>(event);
    const auto table = base::overloaded{
        [&](Wanted) {
            if (stopped) return Step{Over{}, {Finish{}}};
            return std::holds_alternative<Started>(event) ? ask(Asking{.expires = wished})
                                                          : stay(state);
        },
        [&](const Asking& at) { return in_asking(at, event); },
        [&](const Registered& at) {
            if (stopped) return Step{Leaving{}, {SendRegister{seconds{0}}}};
            return due ? ask(Asking{.expires = at.asked, .was_held = true}) : stay(state);
        },
        [&](const Waiting& at) {
            if (stopped) return Step{Over{}, {Finish{}}};
            return due ? ask(Asking{.expires = at.expires, .failures = at.failures}) : stay(state);
        },
        [&](const Leaving& at) { return in_leaving(at, event); },
        [&](Over) { return stay(state); },
    };
    return std::visit(table, state);
}

std::ostream& operator<<(std::ostream& out, const Command& command) {
    const auto words = base::overloaded{
        [&](SendRegister it) { out << "register for " << it.expires.count() << " s"; },
        [&](SetTimer it) {
            out << "timer in " << it.after.count() << " s" << (it.varies ? " or less" : "");
        },
        [&](TellRegistered) { out << "tell registered"; },
        [&](const TellRefused& it) { out << "tell " << it.reason; },
        [&](Finish) { out << "finish"; },
    };
    std::visit(words, command);
    return out;
}

} // namespace hatif::telephony::registration
