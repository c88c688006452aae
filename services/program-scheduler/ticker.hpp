#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace hatif::program_scheduler {

/// Does something again and again on a thread of its own, with a pause in between, until destroyed.
/// `work` answers whether it would like to go on at once.
class Ticker {
public:
    Ticker(std::chrono::milliseconds pause, std::function<bool()> work)
        : thread_{[this, pause, work = std::move(work)](const std::stop_token& stop) {
              while (!stop.stop_requested()) {
                  if (work()) continue;
                  std::unique_lock lock{mutex_};
                  wake_.wait_for(lock, stop, pause, [] { return false; });
              }
          }} {}

private:
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_; // last, so that it is destroyed first
};

} // namespace hatif::program_scheduler
