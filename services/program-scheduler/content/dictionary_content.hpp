#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/linked_flows.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace hatif::program::v1 {
class DictionaryContent;
}

/// What leases and workers want of dictionaries.
namespace hatif::program_scheduler {

struct FlowVersionKey {
    base::FlowId flow;
    std::uint32_t version = 1;

    auto operator<=>(const FlowVersionKey&) const = default;
};

/// The dictionaries of one flow version, each with its revision now.
using DictionaryRevisions = std::map<base::DictionaryId, std::uint64_t>;

/// One flow version of which is asked what its calls need besides; `follow`: with the flows that it
/// goes on with, each in its newest version.
struct FlowAsked {
    FlowVersionKey flow;
    bool follow = false;

    auto operator<=>(const FlowAsked&) const = default;
};

/// What was found, of the flows that were followed too.
struct FlowNeeds {
    LinkedFlows linked{};
    DictionaryRevisions dictionaries{};
};

/// Of all these versions by one question; a version that needs nothing may be missing. Deleted
/// dictionaries are there: what runs goes on.
base::Result<std::map<FlowAsked, FlowNeeds>> needs_of(pg::Transaction& transaction,
                                                      const std::set<FlowAsked>& asked);

/// LeaseService.GetDictionary: the entries as they are now, which is the revision asked for or a
/// later one. DICTIONARY_NOT_FOUND.
base::Result<void> answer_dictionary(pg::Transaction& transaction,
                                     const std::string& dictionary_id,
                                     program::v1::DictionaryContent& answer);

} // namespace hatif::program_scheduler
