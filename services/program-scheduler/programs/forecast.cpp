#include "program_scheduler/programs/forecast.hpp"

#include "forecast/forecast.hpp"
#include "program_scheduler/limits.hpp"
#include "program_scheduler/programs/forecast_rows.hpp"
#include "rpc/time.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

constexpr std::size_t most_hours = 744;

schedule::RetryPolicy policy_of(const Retries& words) {
    const std::chrono::duration<double, std::ratio<60>> delay{words.delay_minutes.value_or(0)};
    schedule::RetryPolicy policy{.type = words.type,
                                 .delay = std::chrono::duration_cast<base::Duration>(delay),
                                 .max_retries = words.max_retries.value_or(0),
                                 .dates = words.dates,
                                 .by_outcome = words.by_outcome};
    if (!words.on.empty()) policy.on = words.on;
    return policy;
}

/// All that is read of the tables, at one moment.
struct Known {
    Experience experience;
    forecast::Market market{};
    bool dialers = false;
};

Result<Known> read_known(pg::Pool& pool, const rpc::Caller& caller, const Program& program) {
    return pool.transact([&](pg::Transaction& transaction) -> Result<Known> {
        auto experience = read_experience(transaction, program);
        if (!experience) return fail(experience.error());
        auto market = read_market(transaction, caller.settings, program);
        if (!market) return fail(market.error());
        const auto dialers = has_dialers(transaction);
        if (!dialers) return fail(dialers.error());
        return Known{*std::move(experience), *std::move(market), *dialers};
    });
}

void to_wire(const Experience& experience, program::v1::Forecast::Assumptions& wire) {
    wire.set_source(experience.source);
    for (const auto& kind : experience.mix.kinds) {
        (*wire.mutable_outcomes())[std::string{schedule::name_of(kind.outcome)}] += kind.share;
    }
    wire.set_average_call_seconds(forecast::average_seconds(experience.mix));
}

void to_wire(const forecast::Answer& answer, program::v1::Forecast& wire) {
    if (answer.finish_p50) rpc::set(*wire.mutable_finish_p50(), *answer.finish_p50);
    if (answer.finish_p90) rpc::set(*wire.mutable_finish_p90(), *answer.finish_p90);
    for (const auto& [hour, calls] : answer.calls_by_hour) {
        if (static_cast<std::size_t>(wire.calls_by_hour_size()) == most_hours) break;
        auto& item = *wire.add_calls_by_hour();
        rpc::set(*item.mutable_hour(), hour);
        item.set_calls(calls);
    }
    wire.set_binding_limit(answer.binding_limit);
    wire.set_calls(answer.calls);
}

} // namespace

Result<void> add_forecast(pg::Pool& pool,
                          const rpc::Caller& caller,
                          const Program& program,
                          const Findings& findings,
                          base::Instant now,
                          program::v1::Preflight& wire) {
    const ProgramWords& words = program.words;
    if (findings.groups.empty() || words.mode == ProgramMode::live) return {};
    const auto known = read_known(pool, caller, program);
    if (!known) return fail(known.error());
    if (known->market.demands.front().dids.empty() || known->market.room.trunks.empty()) return {};
    forecast::Question question{.begins = std::max(words.start_at.value_or(now), now),
                                .stop_at = words.stop_at,
                                .hours = findings.hours,
                                .retries = policy_of(words.retries),
                                .market = known->market,
                                .mix = known->experience.mix,
                                .window = static_cast<std::int64_t>(window_size)};
    for (const auto& group : findings.groups) {
        question.people.push_back({group.zones, group.contacts});
    }
    auto answer = forecast::forecast(question);
    if (!answer) return fail(answer.error());
    // It is told as if they came now.
    if (!known->dialers) answer->binding_limit = "dialers";
    to_wire(*answer, *wire.mutable_forecast());
    to_wire(known->experience, *wire.mutable_forecast()->mutable_assumptions());
    return {};
}

} // namespace hatif::program_scheduler
