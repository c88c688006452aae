#include "reporting/facts.hpp"

#include <algorithm>
#include <iterator>
#include <set>

// What is new of what is told: once, in order, or after its call, when retention may have been
// there before.

namespace hatif::reporting {

std::vector<CallFact> fresh(const std::vector<CallFact>& facts,
                            std::map<Uuid, std::int32_t>& last) {
    std::vector<CallFact> kept;
    kept.reserve(facts.size());
    for (const auto& fact : facts) {
        if (fact.sequence >= first_late_sequence) {
            kept.push_back(fact);
            continue;
        }
        auto& reached = last[fact.attempt];
        if (fact.sequence <= reached) continue;
        reached = fact.sequence;
        kept.push_back(fact);
    }
    return kept;
}

std::vector<Uuid> told_late_only(const CallFacts& read) {
    std::set<Uuid> late, others;
    for (const auto& fact : read.facts) {
        (fact.sequence >= first_late_sequence ? late : others).insert(fact.job);
    }
    std::vector<Uuid> only;
    std::ranges::set_difference(late, others, std::back_inserter(only));
    return only;
}

void drop_jobs(CallFacts& read, const std::vector<Uuid>& jobs) {
    for (const auto& job : jobs) read.jobs.erase(job);
    std::erase_if(read.facts, [&](const CallFact& it) { return !read.jobs.contains(it.job); });
}

} // namespace hatif::reporting
