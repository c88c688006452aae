#include "dialog/forks.hpp"

#include <algorithm>

namespace hatif::dialog {

namespace {

// A network that forks wider than this is no phone network.
constexpr std::size_t most_forks = 16;

const std::string nothing;

} // namespace

const Forks::Fork* Forks::find(std::string_view tag) const {
    const auto found = std::ranges::find(forks_, tag, &Fork::tag);
    return found == forks_.end() ? nullptr : &*found;
}

Forks::Fork* Forks::find_or_add(std::string_view tag) {
    const auto found = std::ranges::find(forks_, tag, &Fork::tag);
    if (found != forks_.end()) return &*found;
    if (forks_.size() == most_forks) return nullptr;
    return &forks_.emplace_back(Fork{std::string{tag}});
}

Forks::Verdict
Forks::hear(std::string_view tag, std::optional<std::uint32_t> rseq, std::string_view sdp) {
    if (!rseq && sdp.empty()) return Verdict::plain;
    auto* const fork = find_or_add(tag);
    if (fork == nullptr) return rseq ? Verdict::ignored : Verdict::plain;
    if (rseq) {
        const bool in_order = *rseq != 0 && (fork->rseq == 0 || *rseq == fork->rseq + 1);
        if (!in_order) return Verdict::ignored;
        fork->rseq = *rseq;
        if (!fork->agreed && !sdp.empty()) fork->sdp.clear(); // said reliably counts more
    }
    if (fork->sdp.empty()) fork->sdp = sdp;
    fork->agreed = fork->agreed || (rseq && !sdp.empty());
    return rseq ? Verdict::reliable : Verdict::plain;
}

void Forks::replace(std::string_view tag, std::string_view sdp) {
    if (auto* const fork = find_or_add(tag)) fork->sdp = sdp;
}

const std::string& Forks::sdp_of(std::string_view tag) const {
    const auto* fork = find(tag);
    return fork == nullptr ? nothing : fork->sdp;
}

bool Forks::is_agreed(std::string_view tag) const {
    const auto* fork = find(tag);
    return fork != nullptr && fork->agreed;
}

} // namespace hatif::dialog
