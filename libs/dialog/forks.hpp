#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The early dialogs of one INVITE: one for each To tag that a provisional answer came with.
namespace hatif::dialog {

class Forks {
public:
    enum class Verdict {
        plain,    ///< as good as any 18x
        reliable, ///< to be acknowledged by PRACK
        ignored,  ///< a repeat, or out of order (RFC 3262, 4): as if it had not come
    };

    /// An 18x of this fork came. `rseq`: it requires 100rel, which we offered. `sdp` may be empty;
    /// the first that a fork says is remembered (RFC 3261, 13.2.1).
    Verdict hear(std::string_view tag, std::optional<std::uint32_t> rseq, std::string_view sdp);

    /// A later description of a fork, by UPDATE.
    void replace(std::string_view tag, std::string_view sdp);

    /// The SDP of this fork; empty when it said none.
    const std::string& sdp_of(std::string_view tag) const;

    /// Was this fork's SDP said reliably? Then the offer is answered, and others may follow.
    bool is_agreed(std::string_view tag) const;

private:
    struct Fork {
        std::string tag;
        std::uint32_t rseq = 0; ///< the last that was acknowledged; 0: none
        bool agreed = false;
        std::string sdp{};
    };

    const Fork* find(std::string_view tag) const;
    Fork* find_or_add(std::string_view tag);

    std::vector<Fork> forks_; ///< only those that said something to be remembered
};

} // namespace hatif::dialog
