#pragma once

#include "base/result.hpp"
#include "base/uuid.hpp"
#include "gateway/identity/limits/bucket.hpp"
#include "pg/pool.hpp"

#include <vector>

namespace hatif::gateway {

enum class LimitKind { reads = 1, writes = 2 };

/// Whose requests of a kind are limited together.
struct Subject {
    base::Uuid who;
    LimitKind kind = LimitKind::reads;

    auto operator<=>(const Subject&) const = default;
};

/// Takes out of one bucket.
struct Ask {
    Subject subject;
    double per_second = 0;
    double burst = 0;
    std::uint32_t chunk = 1;
};

/// Takes from all of them by one statement, by PostgreSQL's clock; the answers in the asks' order.
/// No two asks may have the same subject.
base::Result<std::vector<Reserved>> reserve_all(pg::Pool& pool, const std::vector<Ask>& asks);

/// The same of the tries to log in; throws away a few that are long full again.
base::Result<std::vector<Reserved>> reserve_tries(pg::Pool& pool, const std::vector<Ask>& asks);

/// Makes these buckets full again.
base::Result<void> forget_tries(pg::Pool& pool, const std::vector<Subject>& subjects);

} // namespace hatif::gateway

template <>
struct std::hash<hatif::gateway::Subject> {
    std::size_t operator()(const hatif::gateway::Subject& it) const noexcept {
        return std::hash<hatif::base::Uuid>{}(it.who) * 2 + static_cast<std::size_t>(it.kind);
    }
};
