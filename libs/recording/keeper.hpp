#pragma once

#include "base/queue.hpp"
#include "objects/object_store.hpp"
#include "recording/recorder.hpp"
#include "recording/spool_folder.hpp"
#include "recording/writer.hpp"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace hatif::recording {

/// The threads that put finished recordings into the object store, tell of each, and remove its
/// files when that is kept. What the store does not take is tried again. They are several because
/// most of the time they wait for the disk, which does more at once than one after the other.
class Keeper {
public:
    using Clock = std::chrono::steady_clock;

    struct Setting {
        std::chrono::milliseconds first_pause{500};
        Recorder::Sink sink;
        Recorder::Log log;
    };

    Keeper(objects::ObjectStore& objects, Setting setting);

    /// What was not told and kept stays in its folder.
    ~Keeper();

    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;

    /// One more will be told of.
    void expect();
    /// One of those that were expected.
    void take(std::shared_ptr<SpoolFolder> folder, Written written);
    /// Takes over what dead processes left below this spool.
    void look_in(std::filesystem::path spool);

    std::size_t untold() const;
    bool wait_until_told(Clock::time_point deadline);

private:
    struct Job {
        std::shared_ptr<SpoolFolder> folder;
        Written written;
        bool recovered = false;
        std::chrono::milliseconds pause{};
        std::optional<objects::ContentHash> hash{};
        std::optional<Told> told{}; // what the sink did not take
    };

    void run();
    void take_over(const std::filesystem::path& spool);
    bool is_told(Job& job);
    std::optional<Told> outcome(Job& job);
    std::optional<Told> store(Job& job, int wav);
    void wait_longer(Job& job) const;
    Failed failed(const Job& job, std::string code, std::string message) const;
    void add(Clock::time_point due, Job job);
    void log(const std::string& line) const;

    objects::ObjectStore& objects_;
    const Setting setting_;
    mutable std::mutex mutex_;
    std::condition_variable work_;
    std::condition_variable told_;
    std::multimap<Clock::time_point, Job> jobs_; // by when they are due
    std::optional<std::filesystem::path> look_in_;
    std::size_t untold_ = 0;
    bool stopping_ = false;
    mutable std::mutex telling_; // sink and log
    struct Files {
        std::shared_ptr<SpoolFolder> folder;
        base::Uuid recording;
    };
    /// Of what is kept. Shared with those who say so, perhaps when the keeper is gone.
    const std::shared_ptr<base::BoundedQueue<Files>> to_remove_;
    std::vector<std::thread> threads_;
    std::thread remover_; // apart: who says it must not wait for the disk
};

} // namespace hatif::recording
