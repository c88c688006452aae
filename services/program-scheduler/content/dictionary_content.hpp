#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

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

/// Of all these versions by one question; a version that speaks with none is missing. Deleted
/// dictionaries are there: what runs goes on.
base::Result<std::map<FlowVersionKey, DictionaryRevisions>>
dictionaries_of(pg::Transaction& transaction, const std::vector<FlowVersionKey>& versions);

/// LeaseService.GetDictionary: the entries as they are now, which is the revision asked for or a
/// later one. DICTIONARY_NOT_FOUND.
base::Result<void> answer_dictionary(pg::Transaction& transaction,
                                     const std::string& dictionary_id,
                                     program::v1::DictionaryContent& answer);

} // namespace hatif::program_scheduler
