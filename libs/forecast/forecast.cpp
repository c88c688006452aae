#include "forecast/forecast.hpp"

#include "forecast/limit.hpp"
#include "forecast/run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace hatif::forecast {

using base::fail;
using base::Instant;
using base::Result;

namespace {

// More sets of zones are joined to the one before.
constexpr std::size_t most_crowds = 48;

constexpr double unlimited = std::numeric_limits<double>::infinity();

/// The crowds and the hours that they go by.
struct Stage {
    std::vector<std::unique_ptr<Openings>> hours{};
    std::vector<WaitingCrowd> crowds{};
};

/// The most first.
std::vector<People> by_size(std::vector<People> people) {
    std::stable_sort(people.begin(), people.end(),
                     [](const People& a, const People& b) { return a.contacts > b.contacts; });
    return people;
}

Result<Stage> stage_of(const Question& question, const schedule::HourRules& rules) {
    if (const auto all = schedule::hours_of_all(rules); !all) return fail(all.error());
    Stage stage;
    std::vector<std::pair<schedule::OpenHours, std::int64_t>> found;
    for (const People& it : by_size(question.people)) {
        auto hours = schedule::hours_of_person(rules, schedule::zones_in(it.zones));
        if (!hours || it.contacts <= 0) continue;
        if (!found.empty() && (!rules.by_person() || found.size() == most_crowds)) {
            found.back().second += it.contacts;
        } else {
            found.emplace_back(*std::move(hours), it.contacts);
        }
    }
    for (auto& [hours, contacts] : found) {
        stage.hours.push_back(std::make_unique<Openings>(std::move(hours), question.begins));
        stage.crowds.emplace_back(*stage.hours.back(), contacts);
    }
    return stage;
}

/// How the throughput grows as the campaigns beside it end, by the calls of its own until then.
void add_rivals_ends(Course& course, Market market, double seconds) {
    double calls = 0;
    while (market.demands.size() > 1) {
        const double own = starts_per_second(market, seconds);
        double soonest = unlimited;
        std::size_t who = 0;
        for (std::size_t i = 1; i < market.demands.size(); ++i) {
            Market theirs = market;
            std::swap(theirs.demands[0], theirs.demands[i]);
            const double time = static_cast<double>(market.demands[i].due) /
                                std::max(starts_per_second(theirs, seconds), 1e-9);
            if (time >= soonest) continue;
            soonest = time;
            who = i;
        }
        if (who == 0) return;
        calls += std::isinf(own) ? 0 : own * soonest;
        market.demands.erase(market.demands.begin() + static_cast<std::ptrdiff_t>(who));
        course.later.emplace_back(calls, throughput_of(market, seconds));
    }
}

Course course_of(const Question& question) {
    Course course{.begins = question.begins,
                  .stop_at = question.stop_at,
                  .retries = question.retries,
                  .mix = question.mix,
                  .by_person = question.hours.by_person(),
                  .window = question.window,
                  .throughput = throughput_of(question.market, average_seconds(question.mix))};
    add_rivals_ends(course, question.market, average_seconds(question.mix));
    const auto dialers = static_cast<double>(
        question.dialer_calls.value_or(std::numeric_limits<std::int64_t>::max()));
    if (!question.dialer_calls) return course;
    course.throughput.lines = std::min(course.throughput.lines, dialers);
    for (auto& it : course.later) it.second.lines = std::min(it.second.lines, dialers);
    return course;
}

schedule::RetryPolicy at_once(const schedule::RetryPolicy& policy) {
    schedule::RetryPolicy bold = policy;
    bold.delay = {};
    for (auto& it : bold.by_outcome) it.second.delay.reset();
    if (policy.type == schedule::RetryPolicy::Type::scheduled) {
        bold.type = schedule::RetryPolicy::Type::fixed_delay;
        bold.max_retries = static_cast<int>(policy.dates.size());
    }
    return bold;
}

std::string bound_of(const Question& question, const Course& course) {
    const double seconds = average_seconds(question.mix);
    if (question.dialer_calls &&
        course.throughput.lines >= static_cast<double>(*question.dialer_calls) &&
        course.throughput.per_second * seconds > course.throughput.lines) {
        return "dialers";
    }
    return narrowest_bound(question.market, seconds);
}

/// All trials by the same chance.
Result<std::string> binding_limit(const Question& question, const Course& course, Stage& stage) {
    const auto trial = [&](const Course& it, const Stage& people) {
        Dice dice{question.seed};
        return run(it, people.crowds, dice);
    };
    Course unbound = course;
    unbound.throughput = {unlimited, unlimited};
    unbound.later.clear();
    Course eager = course;
    eager.retries = at_once(course.retries);
    auto always = stage_of(question, {.zone = "UTC"});
    if (!always) return fail(always.error());
    // Of the same people: those without hours are left out here as well.
    std::vector<WaitingCrowd> open;
    for (const auto& it : stage.crowds) open.emplace_back(*always->hours.front(), it.unplanned());
    always->crowds = std::move(open);
    const Trials trials{.as_it_is = trial(course, stage),
                        .without_bounds = trial(unbound, stage),
                        .without_hours = trial(course, *always),
                        .without_delays = trial(eager, stage)};
    switch (greatest_gain(trials, question.begins)) {
    case Gain::bounds:
        return bound_of(question, course);
    case Gain::hours:
        return std::string{"hours"};
    case Gain::retries:
        return std::string{"retries"};
    case Gain::nothing:
        return std::string{"nothing"};
    }
    return std::string{"nothing"};
}

std::optional<Instant> finish_of(const RunResult& it, const Question& question) {
    if (it.left > 0 && !question.stop_at) return std::nullopt;
    return it.finish;
}

} // namespace

Result<Answer> forecast(const Question& question) {
    auto stage = stage_of(question, question.hours);
    if (!stage) return fail(stage.error());
    if (stage->crowds.empty()) return Answer{.binding_limit = "hours"};
    const Course course = course_of(question);
    std::vector<RunResult> runs;
    for (int i = 0; i < std::max(question.runs, 1); ++i) {
        Dice dice{question.seed + static_cast<std::uint64_t>(i)};
        Course its = course;
        its.mix = dice.vary(course.mix);
        runs.push_back(run(its, stage->crowds, dice));
    }
    std::sort(runs.begin(), runs.end(), [](const RunResult& a, const RunResult& b) {
        return std::pair{a.left > 0, a.finish} < std::pair{b.left > 0, b.finish};
    });
    const auto limit = binding_limit(question, course, *stage);
    if (!limit) return fail(limit.error());
    const RunResult& middle = runs[runs.size() / 2];
    return Answer{.first_call = middle.first,
                  .finish_p50 = finish_of(middle, question),
                  .finish_p90 = finish_of(runs[runs.size() * 9 / 10], question),
                  .calls_by_hour = middle.by_hour,
                  .calls = middle.calls,
                  .binding_limit = *limit};
}

} // namespace hatif::forecast
