#include "observability/readiness.hpp"

#include "base/text.hpp"
#include "http/message.hpp"

#include <algorithm>

namespace hatif::observability {

Readiness::Readiness(Checks checks,
                     std::chrono::milliseconds every,
                     std::chrono::milliseconds patience)
    : checks_{std::move(checks)}, every_{every}, patience_{patience},
      last_(checks_.size(), "not checked yet"), thread_{[this] { run(); }} {}

Readiness::~Readiness() {
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    ended_.notify_all();
    thread_.join();
}

http::Response Readiness::answer() const {
    const std::lock_guard lock{mutex_};
    const bool hangs = std::chrono::steady_clock::now() - done_at_ > every_ + patience_;
    bool ready = true;
    std::string parts;
    for (std::size_t at = 0; at < checks_.size(); ++at) {
        const std::string what = hangs && last_[at].empty() ? "no answer in time" : last_[at];
        ready = ready && what.empty();
        if (!parts.empty()) parts += ',';
        base::append_json_string(parts, checks_[at].name);
        parts += ':';
        base::append_json_string(parts, what.empty() ? "ok" : what);
    }
    return {ready ? 200U : 503U,
            {{"Content-Type", "application/json"}},
            std::string{R"({"status":")"} + (ready ? "ok" : "unavailable") + R"(","checks":{)" +
                parts + "}}"};
}

void Readiness::run() {
    do {
        auto words = ask_all();
        const std::lock_guard lock{mutex_};
        last_ = std::move(words);
        done_at_ = std::chrono::steady_clock::now();
    } while (rest());
}

Readiness::Words Readiness::ask_all() {
    Words words;
    for (const auto& check : checks_) {
        const auto passed = check.passes();
        words.push_back(passed ? "" : passed.error().what);
        if (!passed && words.back().empty()) words.back() = "failed";
    }
    return words;
}

bool Readiness::rest() {
    std::unique_lock lock{mutex_};
    return !ended_.wait_for(lock, every_, [&] { return ending_; });
}

} // namespace hatif::observability
