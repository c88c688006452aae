#include "answers.hpp"

#include <algorithm>
#include <cstdio>

namespace hatif::load {

namespace {

double ms_between(Clock::time_point from, Clock::time_point to) {
    return std::chrono::duration<double, std::milli>(to - from).count();
}

double percentile(std::vector<double> all, double share) {
    if (all.empty()) return 0;
    std::ranges::sort(all);
    const auto place = static_cast<std::size_t>(share * static_cast<double>(all.size() - 1));
    return all[place];
}

} // namespace

void Answers::granted(const std::string& attempt, Clock::time_point now) {
    const std::lock_guard lock{mutex_};
    calls_[attempt].granted = now;
}

void Answers::dialed(const std::string& attempt, Clock::time_point at) {
    const std::lock_guard lock{mutex_};
    auto& call = calls_[attempt];
    call.dialed = at;
    start_to_invite_ms_.push_back(ms_between(call.granted, at));
    ++moves_;
}

void Answers::answered(const std::string& attempt, Clock::time_point at) {
    const std::lock_guard lock{mutex_};
    auto& call = calls_[attempt];
    call.answered = true;
    setup_ms_.push_back(ms_between(call.dialed, at));
    ++answered_;
    ++settled_;
    ++moves_;
    moved_.notify_all();
}

void Answers::finished(const std::string& attempt, bool completed, Clock::time_point) {
    const std::lock_guard lock{mutex_};
    auto& call = calls_[attempt];
    if (call.finished) return;
    call.finished = true;
    if (!call.answered) ++settled_;
    completed_ += completed ? 1 : 0;
    ++finished_;
    ++moves_;
    moved_.notify_all();
}

bool Answers::has_finished(const std::string& attempt) const {
    const std::lock_guard lock{mutex_};
    const auto call = calls_.find(attempt);
    return call != calls_.end() && call->second.finished;
}

template <class Count>
bool Answers::wait(std::size_t count, Count reached) {
    std::unique_lock lock{mutex_};
    while (reached() < count) {
        const auto before = moves_;
        if (!moved_.wait_for(lock, std::chrono::seconds{30}, [&] { return reached() >= count; }) &&
            moves_ == before) {
            return false;
        }
    }
    return true;
}

bool Answers::wait_settled(std::size_t count) {
    return wait(count, [&] { return settled_; });
}

bool Answers::wait_over(std::size_t count) {
    return wait(count, [&] { return finished_; });
}

std::string Answers::summary(std::size_t requested, double send_s, double done_s) const {
    const std::lock_guard lock{mutex_};
    char line[512];
    std::snprintf(line, sizeof line,
                  R"({"requested":%zu,"answered":%zu,"failed":%zu,"completed":%zu,"send_s":%.2f,)"
                  R"("done_s":%.2f,"setup_ms_p50":%.1f,"setup_ms_p99":%.1f,)"
                  R"("start_to_invite_ms_p50":%.2f,"start_to_invite_ms_p99":%.2f})",
                  requested, answered_, requested - answered_, completed_, send_s, done_s,
                  percentile(setup_ms_, 0.5), percentile(setup_ms_, 0.99),
                  percentile(start_to_invite_ms_, 0.5), percentile(start_to_invite_ms_, 0.99));
    return line;
}

} // namespace hatif::load
