#pragma once

#include "base/result.hpp"
#include "dialer/content.hpp"
#include "dialer/lease.hpp"
#include "dialer/replicas.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hatif::dialer {

/// Fetches flows and what they play from the scheduler. A recording that some flow in memory plays
/// already is not fetched again. Blocks: belongs to one thread.
class Library {
public:
    explicit Library(Replicas& replicas) : replicas_{replicas} {}

    /// `unavailable`: later it may be had. Anything else: never.
    base::Result<SharedContent> fetch(const FlowKey& key);

private:
    /// Null: the scheduler has no such audio.
    base::Result<media::SharedPrompt> prompt(const program::v1::AudioContent& audio);
    base::Result<std::vector<std::uint8_t>> blob(const std::string& hash);

    Replicas& replicas_;
    std::map<std::string, std::weak_ptr<const audio::Prompt>> prompts_; // by both hashes
};

} // namespace hatif::dialer
