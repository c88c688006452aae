#pragma once

#include "audio/prompt.hpp"
#include "objects/directory_store.hpp"
#include "objects/temporary_directory.hpp"
#include "recording/recorder.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace hatif::recording::testing {

using namespace std::chrono_literals;
using audio::Codec;
using objects::ObjectKey;
using Bytes = std::vector<std::uint8_t>;

constexpr auto patience = 20s;

/// Waits until it holds.
template <class Condition>
bool holds(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

/// Everything a recorder tells.
class Ear {
public:
    Recorder::Sink sink() {
        return [this](const Told& it, const Recorder::Kept& kept) {
            const std::lock_guard lock{mutex_};
            if (++asked_ <= deaf) return false;
            told_.push_back(it);
            if (keeps) kept();
            changed_.notify_all();
            return true;
        };
    }
    std::vector<Told> hears(std::size_t count) {
        std::unique_lock lock{mutex_};
        REQUIRE(changed_.wait_for(lock, patience, [&] { return told_.size() >= count; }));
        return told_;
    }
    std::size_t count() const {
        const std::lock_guard lock{mutex_};
        return told_.size();
    }

    int deaf = 0;      // so many times it takes nothing
    bool keeps = true; // what it hears

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    int asked_ = 0;
    std::vector<Told> told_;
};

/// A store that can be away.
class FlakyStore final : public objects::ObjectStore {
public:
    using Hash = objects::ContentHash;
    template <class T>
    using Result = base::Result<T>;

    explicit FlakyStore(const std::filesystem::path& path) : store_{path} {}

    Result<Hash> put(std::string_view bytes) override { return store_.put(bytes); }
    Result<void> put_file(const Hash& hash, int file) override {
        return store_.put_file(hash, file);
    }
    Result<std::unique_ptr<objects::Object>> open(const Hash& hash) override {
        return store_.open(hash);
    }
    Result<void> put_file(const ObjectKey& key, int file) override {
        ++asked;
        if (away) return base::fail(base::Errc::unavailable, "the store is away");
        return store_.put_file(key, file);
    }
    Result<std::unique_ptr<objects::Object>> open(const ObjectKey& key) override {
        return store_.open(key);
    }
    Result<void> remove(const ObjectKey& key) override { return store_.remove(key); }

    std::atomic<bool> away{false};
    std::atomic<int> asked{0};

private:
    objects::DirectoryStore store_;
};

inline What what(std::uint8_t number) {
    base::Uuid::Bytes id{};
    id[15] = number;
    return {.id = base::Uuid{id},
            .key = ObjectKey::parse("recordings/ours/" + std::to_string(number) + ".wav").value(),
            .about = "about " + std::to_string(number)};
}

/// A call on a tap: in step with no clock, and no longer than the recorder holds in memory.
class Call {
public:
    explicit Call(Recorder::Begun it) : progress{std::move(it.progress)}, tap_{std::move(it.tap)} {}

    /// The callee says bytes of this value, the platform the next one, frame by frame.
    void speaks(std::uint8_t value, int frames = 1) {
        const Bytes callee(audio::frame_size, value);
        const Bytes platform(audio::frame_size, static_cast<std::uint8_t>(value + 1));
        for (; frames > 0; --frames, timestamp_ += audio::frame_size, now_ += 20ms) {
            tap_->heard(Codec::pcma, {{.timestamp = timestamp_}, callee}, now_);
            tap_->said(Codec::pcma, platform, now_);
        }
    }
    void hangs_up() { tap_.reset(); }
    std::string over() { return tap_->over().value_or(""); }

    std::shared_ptr<const Progress> progress;

private:
    std::unique_ptr<media::Tap> tap_;
    std::uint32_t timestamp_ = 77;
    media::Tap::SteadyTime now_{};
};

/// A spool, a store and what is told; recorders of the machine's processes.
struct Studio {
    objects::testing::TemporaryDirectory directory;
    std::filesystem::path spool = directory.path() / "spool";
    FlakyStore store{directory.path() / "store"};
    base::SystemClock clock;
    Ear ear;
    std::vector<std::string> log; // read it when the recorder is gone

    std::unique_ptr<Recorder> recorder(std::uint64_t min_free = 0, std::size_t most = 1'000) {
        return std::make_unique<Recorder>(
            Recorder::Config{.spool = spool,
                             .min_free = min_free,
                             .most = most,
                             .first_pause = 10ms,
                             .log = [this](const std::string& line) { log.push_back(line); }},
            store, clock, ear.sink());
    }

    std::string bytes_of(const ObjectKey& key) {
        return store.open(key).value()->read(10 << 20).value();
    }

    /// Recordings' files that are in the spool now.
    std::vector<std::filesystem::path> files(const std::string& extension) const {
        std::vector<std::filesystem::path> all;
        // Folders come and go while it looks.
        std::error_code failed;
        std::filesystem::recursive_directory_iterator it{spool, failed};
        for (; !failed && it != std::filesystem::recursive_directory_iterator{};
             it.increment(failed)) {
            if (it->path().extension() == extension) all.push_back(it->path());
        }
        return all;
    }
};

} // namespace hatif::recording::testing
