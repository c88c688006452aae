#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace hatif::load {

using Clock = std::chrono::system_clock;

/// What became of the calls, from the moments of Start to the last event. Threads: any.
class Answers {
public:
    void granted(const std::string& attempt, Clock::time_point now);
    void dialed(const std::string& attempt, Clock::time_point at);
    void answered(const std::string& attempt, Clock::time_point at);
    void finished(const std::string& attempt, bool completed, Clock::time_point at);

    bool has_finished(const std::string& attempt) const;

    /// Waits until so many were answered or finished without it, or are over. False: nothing has
    /// moved for half a minute.
    bool wait_settled(std::size_t count);
    bool wait_over(std::size_t count);

    /// One line of JSON, as bench.py reads it.
    std::string summary(std::size_t requested, double send_s, double done_s) const;

private:
    struct Call {
        Clock::time_point granted{};
        Clock::time_point dialed{};
        bool answered = false;
        bool finished = false;
    };

    template <class Count>
    bool wait(std::size_t count, Count reached);

    mutable std::mutex mutex_;
    std::condition_variable moved_;
    std::unordered_map<std::string, Call> calls_;
    std::vector<double> start_to_invite_ms_;
    std::vector<double> setup_ms_;
    std::size_t answered_ = 0, finished_ = 0, completed_ = 0, settled_ = 0;
    std::uint64_t moves_ = 0;
};

} // namespace hatif::load
