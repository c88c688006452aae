#include "program_scheduler/executions/live_views.hpp"

#include "program_scheduler/executions/execution_rows.hpp"
#include "program_scheduler/executions/execution_wire.hpp"
#include "rpc/status.hpp"

#include <google/protobuf/util/message_differencer.h>

#include <chrono>
#include <optional>
#include <thread>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using google::protobuf::util::MessageDifferencer;
using Wire = program::v1::Execution;
using namespace std::chrono_literals;

namespace {

constexpr auto between_looks = 500ms;
constexpr auto fresh_for = 450ms;    // watchers that come between two looks see the last one
constexpr int most_watchers = 1'000; // each takes a thread

/// Calls that were in progress at its end may still finish.
bool is_final(const Wire& it) {
    const auto status = static_cast<ExecutionStatus>(it.status());
    return schedule::is_over(gate_of(status)) && it.contacts_in_progress() == 0;
}

} // namespace

/// One execution, as it was at the last look.
class LiveViews::View {
public:
    View(pg::Pool& pool, Key key) : pool_{pool}, key_{std::move(key)} {}

    Result<std::shared_ptr<const Wire>> look() {
        const std::lock_guard lock{mutex_};
        const auto now = std::chrono::steady_clock::now();
        if (last_ && now - looked_at_ < fresh_for) return last_;
        const auto found = pool_.transact([&](pg::Transaction& transaction) {
            return read_execution(transaction, key_.first, key_.second);
        });
        if (!found) return fail(found.error());
        auto wire = std::make_shared<Wire>();
        to_wire(*found, *wire);
        last_ = std::move(wire);
        looked_at_ = now;
        return last_;
    }

private:
    pg::Pool& pool_;
    const Key key_;
    std::mutex mutex_;
    std::shared_ptr<const Wire> last_;                  // guarded by mutex_
    std::chrono::steady_clock::time_point looked_at_{}; // guarded by mutex_
};

std::shared_ptr<LiveViews::View> LiveViews::open(const Key& key) {
    const std::lock_guard lock{mutex_};
    std::erase_if(views_, [](const auto& it) { return it.second.expired(); });
    auto& known = views_[key];
    auto view = known.lock();
    if (!view) known = view = std::make_shared<View>(pool_, key);
    return view;
}

grpc::Status LiveViews::watch(const base::OrganizationId& organization,
                              const base::ExecutionId& execution,
                              const grpc::ServerContext& context,
                              Stream& stream) {
    struct Watching {
        std::atomic<int>& count;
        ~Watching() { --count; }
    };
    const Watching counted{watchers_};
    if (++watchers_ > most_watchers) {
        return rpc::to_status({base::Errc::unavailable, "too many watch executions just now"});
    }
    const auto view = open({organization, execution});
    std::shared_ptr<const Wire> told;
    while (!context.IsCancelled()) {
        const auto now = view->look();
        if (!now) return rpc::to_status(now.error());
        if (told == nullptr || !MessageDifferencer::Equals(*told, **now)) {
            if (!stream.Write(**now)) break;
            told = *now;
        }
        if (is_final(**now)) return grpc::Status::OK;
        std::this_thread::sleep_for(between_looks);
    }
    return grpc::Status::CANCELLED;
}

} // namespace hatif::program_scheduler
