#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "media/tap.hpp"
#include "recording/told.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace hatif::recording {

/// Records calls: taps write into memory, one thread appends that to WAV files in a spool, a few
/// others put what is finished into the object store and tell. G.711 as it was on the line, 8 kHz.
///
/// Each recording that was begun is told of, `Saved` or `Failed`, once by this process; a store
/// that cannot be reached is tried again, at growing intervals, for as long as the process lives.
/// What is not told and kept when it ends, or dies, stays in the spool, on the disk before it is
/// told; whoever calls `recover` on the same spool tells it, if need be again. A call that is over
/// need not wait: the recording's `about` says whose it is.
///
/// The spool is shared by all processes of a machine; each has a folder of its own below it, locked
/// for as long as it lives.
class Recorder {
public:
    /// To be called once what was told cannot be lost any more; its files go then, after the
    /// recorder too. Any thread. As long as it is not called whoever recovers tells it again.
    using Kept = std::function<void()>;
    /// Called on a thread of the recorder's; one call at a time. False: it cannot be taken now, and
    /// is told again later.
    using Sink = std::function<bool(const Told&, const Kept&)>;
    /// The same.
    using Log = std::function<void(const std::string&)>;

    struct Config {
        std::filesystem::path spool;
        /// Nothing begins while the spool's disk has less room than this. Bytes.
        std::uint64_t min_free = 256ULL << 20;
        /// Recordings under way, at most: 64 KB of memory each with both sides, else 32 KB.
        std::size_t most = 4'000;
        /// Before the store is tried again; doubled each time, up to a minute.
        std::chrono::milliseconds first_pause{500};
        Log log{};
    };

    /// Throws std::runtime_error when the spool cannot be. `objects` and `clock` outlive it.
    Recorder(Config config, objects::ObjectStore& objects, const base::Clock& clock, Sink sink);

    /// Tells no more: what is not told stays in the spool. Taps may outlive it; they hear nothing.
    ~Recorder();

    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    struct Begun {
        std::unique_ptr<media::Tap> tap;
        std::shared_ptr<const Progress> progress;
    };

    /// A tap for one line. Its `over` says "max_duration"; "silence" (nothing more was said);
    /// "nothing_said" (nothing at all was); "failed" (`Failed` says why). The recording ends with
    /// the tap's `end`, or with the tap. Does not touch the disk. Fails (unavailable) when too many
    /// are under way or the disk was full when last looked at; then nothing is told.
    base::Result<Begun> begin(What what);

    /// Looks for what dead processes left in the spool, mends it, stores it and tells it. Returns
    /// at once.
    void recover();

    /// Waits until all that was begun or recovered is told. False: the time was up before.
    bool flush(std::chrono::steady_clock::time_point deadline);

    /// Begun and not told yet.
    std::size_t untold() const;

    struct Impl;

private:
    std::unique_ptr<Impl> impl_;
};

} // namespace hatif::recording
