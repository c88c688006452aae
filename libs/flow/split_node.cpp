#include "flow/split_node.hpp"

#include "flow/config_reader.hpp"
#include "flow/reading.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hatif::flow {

namespace {

constexpr std::size_t most_branches = 50;
constexpr std::size_t longest_salt = 128;
constexpr int most_weight = 10'000;

/// Whom the call is about, by the most lasting name there is.
std::string person_of(Reading& reading) {
    for (const char* name : {"sys.contactId", "sys.contactPhone", "sys.callId"}) {
        const auto found = reading.look({ValueSource::Kind::system, name});
        auto text = found ? to_text(found->value) : std::string{};
        if (!text.empty()) return text;
    }
    return {};
}

Leave by(const SplitNode::Branch& branch) {
    return Leave{{Output{branch.name}}};
}

} // namespace

std::uint64_t hash64(std::string_view salt, std::string_view person) {
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    const auto add = [&](unsigned char byte) { hash = (hash ^ byte) * 1'099'511'628'211U; };
    for (const char it : salt) add(static_cast<unsigned char>(it));
    add(0);
    for (const char it : person) add(static_cast<unsigned char>(it));
    // The finalizer of MurmurHash3, in which every bit of its input moves every bit of the result.
    hash = (hash ^ (hash >> 33U)) * 0xff51'afd7'ed55'8ccdU;
    hash = (hash ^ (hash >> 33U)) * 0xc4ce'b9fe'1a85'ec53U;
    return hash ^ (hash >> 33U);
}

SplitNode read_split(ConfigReader& config) {
    SplitNode node;
    node.salt = config.text("salt", ConfigReader::Need::optional, longest_salt);
    if (node.salt.empty()) node.salt = config.node_id();
    const auto branches = config.objects("branches", ConfigReader::Need::required);
    if (branches.size() > most_branches) {
        config.refuse("out_of_range", fmt::format("a split has at most {} branches", most_branches),
                      pointer(config.path(), "branches"));
        return node;
    }
    for (auto* branch : branches) {
        SplitNode::Branch made{branch->text("name", ConfigReader::Need::required, longest_name)};
        made.weight = branch->integer("weight", made.weight, {1, most_weight});
        const bool twice = std::any_of(node.branches.begin(), node.branches.end(),
                                       [&](const auto& it) { return it.name == made.name; });
        if (twice) {
            branch->refuse("duplicate_branch", fmt::format("another branch is '{}' too", made.name),
                           pointer(branch->path(), "name"));
        }
        node.branches.push_back(std::move(made));
    }
    return node;
}

Commands enter(const SplitNode& node, const Scope& scope) {
    Reading reading{scope};
    const auto person = person_of(reading);
    Commands all = std::move(reading).notes();
    std::uint64_t sum = 0;
    for (const auto& branch : node.branches) sum += static_cast<std::uint64_t>(branch.weight);
    if (person.empty() || sum == 0) {
        all.emplace_back(leave_failed({"nobody_to_split_by", "the call has no id of any kind"}));
        return all;
    }
    std::uint64_t share = (hash64(node.salt, person) >> 32U) * sum >> 32U;
    for (const auto& branch : node.branches) {
        const auto part = static_cast<std::uint64_t>(branch.weight);
        if (share < part) {
            all.emplace_back(by(branch));
            break;
        }
        share -= part;
    }
    return all;
}

std::vector<Leave> exits(const SplitNode& node) {
    std::vector<Leave> all;
    for (const auto& branch : node.branches) all.push_back(by(branch));
    all.push_back(leave_failed({}));
    return all;
}

} // namespace hatif::flow
