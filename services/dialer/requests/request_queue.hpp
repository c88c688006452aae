#pragma once

#include "base/ids.hpp"
#include "call/command.hpp"
#include "dialer/leasing/lease.hpp"

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hatif::dialer {

/// Which of the worker's calls asks, and on whose behalf.
struct Asker {
    base::AttemptId attempt;
    std::string organization;
};

/// One request that a flow makes of a server.
struct ServerRequest {
    Asker asker;
    call::Ticket ticket;
    flow::HttpRequest what;
    std::string host; ///< with its port: what the bounds count by
    SteadyTime until; ///< no answer is worth anything after it

    bool is(const base::AttemptId& attempt, const call::Ticket& other) const {
        return asker.attempt == attempt && ticket == other;
    }
};

/// The requests that wait to be sent, and how many are under way: one slow server, or one
/// organization's, takes no more than its share. Time is an argument.
class RequestQueue {
public:
    struct Bounds {
        std::size_t under_way = 32; ///< in all
        std::size_t of_a_host = 8;
        std::size_t of_an_organization = 16;
        std::size_t waiting = 2'000; ///< of one organization a quarter of these
    };

    explicit RequestQueue(Bounds bounds) : bounds_{bounds} {}

    /// False: too many wait, in all or of its organization.
    bool put(ServerRequest request);

    /// The oldest that may be sent now; it counts as under way until it is `done`. What is too late
    /// stays.
    std::optional<ServerRequest> next(SteadyTime now);
    void done(const ServerRequest& request);

    /// True: it waited, and does no more.
    bool erase(const base::AttemptId& attempt, const call::Ticket& ticket);

    /// Those that can be answered in time no more.
    std::vector<ServerRequest> take_late(SteadyTime now);
    std::optional<SteadyTime> first_late() const;

    std::size_t under_way() const { return under_way_; }

private:
    using Shares = std::map<std::string, std::size_t>;

    bool may_go(const ServerRequest& request) const;

    std::list<ServerRequest>::iterator take_off(std::list<ServerRequest>::iterator it);

    const Bounds bounds_;
    std::list<ServerRequest> waiting_;
    Shares waiting_of_; // organizations
    std::size_t under_way_ = 0;
    Shares of_hosts_;
    Shares of_organizations_;
};

} // namespace hatif::dialer
