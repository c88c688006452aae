#include "dialer/content/contents.hpp"

#include "observability/log.hpp"

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

constexpr auto pause = 2s;
constexpr std::size_t most = 64;

} // namespace

SharedContent Contents::find(const FlowKey& flow) const {
    const auto it = here_.find(flow);
    return it == here_.end() ? nullptr : it->second;
}

bool Contents::want(const FlowKey& flow) {
    if (here_.contains(flow)) return true;
    if (fetching_.insert(flow).second) scheduler_.fetch(flow);
    return false;
}

bool Contents::take(const told::Fetched& fetched) {
    if (!fetched.content) {
        observability::log_warning("a flow cannot be had",
                                   {{"flow", fetched.flow.flow.value().to_string()},
                                    {"why", fetched.content.error().what}});
        // Not at once: the scheduler hands what is given back out again.
        failed_[fetched.flow] = {std::chrono::steady_clock::now() + pause,
                                 fetched.content.error().code != base::Errc::unavailable};
        return false;
    }
    fetching_.erase(fetched.flow);
    if (here_.size() >= most) {
        std::erase_if(here_, [](const auto& known) { return known.second.use_count() == 1; });
    }
    here_.insert_or_assign(fetched.flow, *fetched.content);
    return true;
}

std::vector<FlowKey> Contents::try_again(SteadyTime now, const Wanted& is_wanted) {
    std::vector<FlowKey> hopeless;
    for (auto it = failed_.begin(); it != failed_.end();) {
        if (now < it->second.look_again) {
            ++it;
            continue;
        }
        const auto [flow, failed] = *it;
        it = failed_.erase(it);
        if (!failed.hopeless && is_wanted(flow)) {
            scheduler_.fetch(flow);
            continue;
        }
        fetching_.erase(flow);
        if (failed.hopeless) hopeless.push_back(flow);
    }
    return hopeless;
}

} // namespace hatif::dialer
