#include "forecast/run.hpp"

#include <algorithm>
#include <cmath>

namespace hatif::forecast {

using base::Duration;
using base::Instant;
using namespace std::chrono_literals;

namespace {

constexpr double steps = 400;
constexpr double most_steps = 4'000;

double in_seconds(Duration it) {
    return std::chrono::duration<double>{it}.count();
}

std::int64_t rounded(double it) {
    return std::llround(it);
}

Duration in_time(double seconds) {
    return Duration{rounded(std::min(seconds, 1e9) * 1e6)};
}

/// How long a step is while calls are made: so many steps to the end as are worth their while.
Duration step_width(const Course& course, std::int64_t people, double per_second) {
    double tries = 1;
    for (const CallKind& it : course.mix.kinds) {
        const schedule::EndedAttempt first{1, it.outcome, it.reason, it.answered, course.begins};
        if (schedule::next_due(course.retries, first)) tries += it.share;
    }
    const double seconds = static_cast<double>(people) * tries / per_second;
    const double wished = std::clamp(seconds / steps, 1.0, 3'600.0);
    return in_time(std::max({wished, seconds / most_steps, 1 / per_second}));
}

class Run {
public:
    Run(const Course& course, std::vector<WaitingCrowd> crowds, Dice& dice)
        : course_{course}, crowds_{std::move(crowds)}, dice_{dice}, at_{course.begins},
          end_{course.begins + horizon} {
        if (course.stop_at) end_ = std::min(end_, *course.stop_at);
        average_ = std::max(average_seconds(course.mix), 0.001);
        set(course.throughput);
        for (const auto& it : crowds_) unplanned_ += it.unplanned();
        width_ = step_width(course, unplanned_, std::max(per_second(), 1e-9));
        lines_free_ = full();
        result_.finish = course.begins;
    }

    RunResult go() {
        while (at_ < end_) {
            plan();
            if (course_.by_person) {
                for (auto& it : crowds_) it.wait_for_hours(at_);
            }
            const auto due = due_by([&](const auto& it) { return it.is_open(at_); });
            if (due == 0) {
                const auto next = next_call();
                if (!next) break;
                rest(std::min(*next, end_) - at_);
                continue;
            }
            step(due);
        }
        for (const auto& it : crowds_) result_.left += it.unplanned() + it.due(Instant::max());
        if (result_.left > 0 && course_.stop_at) {
            result_.finish = std::max(result_.finish, *course_.stop_at);
        }
        return std::move(result_);
    }

private:
    void set(const Throughput& it) { throughput_ = it; }
    double per_second() const {
        return std::min(throughput_.per_second, throughput_.lines / average_);
    }
    /// Seconds of calls that may begin at once when all lines are free.
    double full() const { return throughput_.lines * average_; }

    /// Nobody is called: lines fall free.
    void rest(Duration time) {
        at_ += time;
        lines_free_ = std::min(full(), lines_free_ + throughput_.lines * in_seconds(time));
    }

    template <class Whom>
    std::int64_t due_by(const Whom& whom) const {
        std::int64_t due = 0;
        for (const auto& it : crowds_) {
            if (!it.empty() && whom(it)) due += it.due(at_);
        }
        return due;
    }

    std::optional<Instant> next_call() const {
        std::optional<Instant> next;
        for (const auto& it : crowds_) {
            const auto own = it.next_call(at_);
            if (own && (!next || *own < *next)) next = own;
        }
        return next;
    }

    /// How long nothing changes but by calls.
    Duration calm() const {
        Instant until = std::min(at_ + width_, end_);
        for (const auto& it : crowds_) {
            const auto* stretch = it.empty() ? nullptr : it.stretch(at_);
            if (stretch == nullptr) continue;
            if (stretch->opens > at_) until = std::min(until, stretch->opens);
            if (stretch->closes) until = std::min(until, *stretch->closes);
        }
        return until - at_;
    }

    void step(std::int64_t due) {
        const Duration time = calm();
        const double seconds = in_seconds(time);
        by_rate_ = std::min(by_rate_, 1.0) + throughput_.per_second * seconds;
        lines_free_ += throughput_.lines * seconds;
        const double most = std::max(std::min(by_rate_, lines_free_ / average_), 0.0);
        const auto calls = most >= static_cast<double>(due) ? due : static_cast<std::int64_t>(most);
        const bool all = calls == due;
        by_rate_ -= static_cast<double>(calls);
        spread_ = all ? std::min(in_time(static_cast<double>(calls) / throughput_.per_second), time)
                      : time;
        call(calls);
        const Duration passed = all ? std::max(spread_, std::min<Duration>(time, 1ms)) : time;
        if (!std::isinf(lines_free_)) {
            lines_free_ -= throughput_.lines * in_seconds(time - passed);
            lines_free_ = std::min(full(), lines_free_);
        }
        by_rate_ = all ? std::min(by_rate_, 1.0) : by_rate_;
        at_ += passed;
        change_throughput();
    }

    void change_throughput() {
        while (later_ < course_.later.size() &&
               static_cast<double>(result_.calls) >= course_.later[later_].first) {
            set(course_.later[later_++].second);
        }
    }

    void call(std::int64_t calls) {
        tally(calls);
        while (calls > 0) {
            WaitingCrowd* earliest = nullptr;
            for (auto& it : crowds_) {
                const auto own = it.first_due(at_);
                if (!own || !it.is_open(at_)) continue;
                if (earliest == nullptr || *own < *earliest->first_due(at_)) earliest = &it;
            }
            if (earliest == nullptr) return;
            for (const auto& [history, people] : earliest->take_first(calls)) {
                end_calls(*earliest, history, people);
                calls -= people;
            }
        }
    }

    /// The audience's next, while fewer than half a window, or than can be called in a step, are
    /// due.
    void plan() {
        const double calls = std::min(per_second() * in_seconds(width_) + 1, 1e12);
        const auto enough = std::max(course_.window / 2, rounded(calls));
        for (auto due = due_by([](const auto&) { return true; }); unplanned_ > 0 && due < enough;
             due = due_by([](const auto&) { return true; })) {
            // Those whose hours are closed are not due by that: large steps through a large
            // audience.
            plan_window(std::max({course_.window, enough - due, unplanned_ / 64}));
        }
    }

    /// In the audience's order everybody stands among everybody else.
    void plan_window(std::int64_t size) {
        size = std::min(size, unplanned_);
        auto people = unplanned_;
        unplanned_ -= size;
        for (auto& it : crowds_) {
            const auto own = it.unplanned();
            if (own == 0) continue;
            const double part = static_cast<double>(own) / static_cast<double>(people);
            people -= own;
            const auto share = std::clamp<std::int64_t>(rounded(part * static_cast<double>(size)),
                                                        std::max<std::int64_t>(size - people, 0),
                                                        std::min(size, own));
            size -= share;
            it.plan(share, at_, course_.by_person);
        }
    }

    void end_calls(WaitingCrowd& crowd, const History& history, std::int64_t people) {
        const auto parts = dice_.split(people, course_.mix);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (parts[i] == 0) continue;
            const CallKind& kind = course_.mix.kinds[i];
            const Duration length = in_time(kind.seconds);
            lines_free_ -= static_cast<double>(parts[i]) * kind.seconds;
            // The longest of several lasts twice as long as they do on average.
            const Duration longest = length * 2 - length / parts[i];
            result_.finish = std::max(result_.finish, at_ + spread_ + longest);
            again(crowd, history, kind, parts[i], at_ + spread_ / 2 + length);
        }
    }

    void again(WaitingCrowd& crowd,
               History history,
               const CallKind& kind,
               std::int64_t people,
               Instant ended_at) {
        auto& same = history.ended[static_cast<std::size_t>(kind.outcome)];
        ++history.attempts;
        ++same;
        const auto due =
            schedule::next_due(course_.retries, {history.attempts, kind.outcome, kind.reason,
                                                 kind.answered, ended_at, same});
        // Who cannot be called again before it stops is skipped at once.
        if (!due || (course_.stop_at && *due >= *course_.stop_at)) return;
        const auto own = course_.retries.by_outcome.find(kind.outcome);
        if (own == course_.retries.by_outcome.end() || !own->second.max_retries) same = 0;
        const Duration since = *due - course_.begins;
        const auto on_grid = course_.begins + (since + width_ / 2) / width_ * width_;
        crowd.enqueue(std::max(on_grid, at_ + 1us), history, people);
    }

    /// Evenly over the step, hour by hour.
    void tally(std::int64_t calls) {
        if (calls == 0) return;
        if (!result_.first) result_.first = at_;
        result_.calls += calls;
        const Instant until = at_ + spread_;
        const double whole = std::max(in_seconds(spread_), 1e-9);
        std::int64_t told = 0;
        for (Instant from = at_; told < calls;) {
            const Instant hour = std::chrono::floor<std::chrono::hours>(from);
            const Instant next = std::min<Instant>(hour + 1h, until);
            const auto so_far =
                next >= until
                    ? calls
                    : rounded(static_cast<double>(calls) * in_seconds(next - at_) / whole);
            if (so_far > told) result_.by_hour[hour] += so_far - told;
            told = std::max<std::int64_t>(told, so_far);
            from = next;
        }
    }

    const Course& course_;
    std::vector<WaitingCrowd> crowds_;
    Dice& dice_;
    Instant at_;
    Instant end_;
    Throughput throughput_{};
    std::size_t later_ = 0;
    std::int64_t unplanned_ = 0;
    double average_ = 1;
    double by_rate_ = 1;    ///< starts that the rates allow now
    double lines_free_ = 0; ///< seconds of calls that the lines have room for now
    Duration width_{1s};
    Duration spread_{}; ///< of the starts in this step
    RunResult result_{};
};

} // namespace

RunResult run(const Course& course, std::vector<WaitingCrowd> crowds, Dice& dice) {
    return Run{course, std::move(crowds), dice}.go();
}

} // namespace hatif::forecast
