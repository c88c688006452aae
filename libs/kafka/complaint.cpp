#include "kafka/complaint.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>

namespace hatif::kafka {

namespace {

using Steady = std::chrono::steady_clock;
constexpr std::chrono::seconds quiet{10};
constexpr std::size_t remembered = 100;

struct Said {
    std::mutex mutex;
    std::map<std::string, Steady::time_point> when;

    bool again(const std::string& text) {
        const std::lock_guard lock{mutex};
        const auto now = Steady::now();
        const auto [entry, added] = when.try_emplace(text, now);
        if (!added && now - entry->second < quiet) return true;
        entry->second = now;
        if (when.size() > remembered) when.clear();
        return false;
    }
};

} // namespace

Complaint without_repeats(Complaint complain) {
    return [complain = std::move(complain), said = std::make_shared<Said>()](const auto& text) {
        if (!said->again(text)) complain(text);
    };
}

} // namespace hatif::kafka
