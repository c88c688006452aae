#pragma once

#include "base/instant.hpp"
#include "base/uuid.hpp"
#include "objects/object_key.hpp"
#include "objects/object_store.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>
#include <variant>

namespace hatif::recording {

/// What is to be recorded.
struct What {
    base::Uuid id{};
    objects::ObjectKey key; ///< where the object store is to have it
    /// The callee left and the platform right; else the callee alone.
    bool both_sides = false;
    /// No longer than this; 0: a day.
    std::chrono::milliseconds at_most{0};
    /// Over after so much silence of the callee; 0: never.
    std::chrono::milliseconds silence{0};
    /// The caller's own words; they come back with `Saved` or `Failed`, also after a crash.
    std::string about{};
};

/// How far a recording under way is. Any thread.
struct Progress {
    std::atomic<bool> spoke{false}; ///< the callee, as far as could be heard
    std::atomic<std::uint64_t> samples{0};

    std::chrono::milliseconds length() const { return std::chrono::milliseconds{samples / 8}; }
};

/// The object store has it.
struct Saved {
    base::Uuid id{};
    objects::ObjectKey key;
    objects::ContentHash hash; ///< of the whole file
    std::chrono::milliseconds length{};
    std::uint64_t bytes = 0; ///< of the whole file
    std::uint32_t channels = 1;
    base::Instant began_at{};
    std::string about{};
    /// Another process, which is dead, recorded it. Its end may be missing.
    bool recovered = false;

    bool operator==(const Saved&) const = default;
};

/// There is no recording, and nothing of it is left.
struct Failed {
    base::Uuid id{};
    /// "disk_full"; "too_slow": the disk does not keep up; "spool_unavailable": it takes or gives
    /// nothing; "worker_lost": a process died before it had written anything.
    std::string code{};
    std::string message{}; ///< for people
    std::string about{};
    bool recovered = false;

    bool operator==(const Failed&) const = default;
};

using Told = std::variant<Saved, Failed>;

std::ostream& operator<<(std::ostream& out, const Told& told);

} // namespace hatif::recording
