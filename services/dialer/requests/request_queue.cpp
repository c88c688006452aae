#include "dialer/requests/request_queue.hpp"

#include <algorithm>

namespace hatif::dialer {

namespace {

constexpr std::size_t organizations = 4; // whose requests at least find a place to wait

std::size_t share(const std::map<std::string, std::size_t>& all, const std::string& name) {
    const auto it = all.find(name);
    return it == all.end() ? 0 : it->second;
}

void give_back(std::map<std::string, std::size_t>& all, const std::string& name) {
    const auto it = all.find(name);
    if (it != all.end() && --it->second == 0) all.erase(it);
}

} // namespace

bool RequestQueue::put(ServerRequest request) {
    const auto& organization = request.asker.organization;
    if (waiting_.size() >= bounds_.waiting) return false;
    const auto most = std::max<std::size_t>(bounds_.waiting / organizations, 1);
    if (share(waiting_of_, organization) >= most) return false;
    waiting_of_[organization] += 1;
    waiting_.push_back(std::move(request));
    return true;
}

std::list<ServerRequest>::iterator RequestQueue::take_off(std::list<ServerRequest>::iterator it) {
    give_back(waiting_of_, it->asker.organization);
    return waiting_.erase(it);
}

bool RequestQueue::may_go(const ServerRequest& request) const {
    return share(of_hosts_, request.host) < bounds_.of_a_host &&
           share(of_organizations_, request.asker.organization) < bounds_.of_an_organization;
}

std::optional<ServerRequest> RequestQueue::next(SteadyTime now) {
    if (under_way_ >= bounds_.under_way) return std::nullopt;
    const auto it = std::ranges::find_if(
        waiting_, [&](const auto& each) { return now < each.until && may_go(each); });
    if (it == waiting_.end()) return std::nullopt;
    std::optional<ServerRequest> taken{*it};
    take_off(it);
    under_way_ += 1;
    of_hosts_[taken->host] += 1;
    of_organizations_[taken->asker.organization] += 1;
    return taken;
}

void RequestQueue::done(const ServerRequest& request) {
    under_way_ -= 1;
    give_back(of_hosts_, request.host);
    give_back(of_organizations_, request.asker.organization);
}

bool RequestQueue::erase(const base::AttemptId& attempt, const call::Ticket& ticket) {
    const auto it =
        std::ranges::find_if(waiting_, [&](const auto& each) { return each.is(attempt, ticket); });
    if (it == waiting_.end()) return false;
    take_off(it);
    return true;
}

std::vector<ServerRequest> RequestQueue::take_late(SteadyTime now) {
    std::vector<ServerRequest> late;
    for (auto it = waiting_.begin(); it != waiting_.end();) {
        if (now < it->until) {
            ++it;
            continue;
        }
        late.push_back(*it);
        it = take_off(it);
    }
    return late;
}

std::optional<SteadyTime> RequestQueue::first_late() const {
    const auto it = std::ranges::min_element(waiting_, {}, &ServerRequest::until);
    return it == waiting_.end() ? std::nullopt : std::optional{it->until};
}

} // namespace hatif::dialer
