#pragma once

#include "base/result.hpp"
#include "dialer/content/content.hpp"
#include "dialer/leasing/lease.hpp"
#include "dialer/leasing/replicas.hpp"
#include "dialer/leasing/scheduler.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hatif::dialer {

/// Fetches flows, what they play and the dictionaries that they speak with from the scheduler. What
/// some flow in memory has already, a recording or a dictionary, is not fetched again. Blocks:
/// belongs to one thread.
class Library {
public:
    explicit Library(Replicas& replicas) : replicas_{replicas} {}

    /// `unavailable`: later it may be had. Anything else: never.
    base::Result<SharedContent> fetch(const FlowKey& key);

    /// Has the texts spoken, and fetches what comes of it: one result for each, in their order.
    /// What is not spoken is voice_unavailable.
    std::vector<tl::expected<media::SharedPrompt, flow::Fault>> speak(const Speech& speech);

private:
    using Audios = google::protobuf::Map<std::string, program::v1::AudioContent>;
    using Prompts = std::map<std::string, media::SharedPrompt, std::less<>>;

    /// Those that can be had, by name. What is in no memory yet is fetched, some at a time.
    base::Result<Prompts> prompts(const Audios& audios);
    base::Result<media::SharedPrompt> fetched(const program::v1::AudioContent& audio);
    base::Result<SharedDictionary> dictionary(const std::string& id, std::uint64_t revision);
    base::Result<void> add_dictionaries(const FlowKey& key, Content& content);
    base::Result<program::v1::SpeakResponse> spoken(const Speech& speech);
    base::Result<std::vector<std::uint8_t>> blob(const std::string& hash);

    Replicas& replicas_;
    std::map<std::string, std::weak_ptr<const audio::Prompt>> prompts_; // by both hashes
    std::map<std::pair<std::string, std::uint64_t>, std::weak_ptr<const Dictionary>>
        dictionaries_; // by id and revision
};

} // namespace hatif::dialer
