#include "recording/keeper.hpp"

#include "recording/wav_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <utility>

namespace hatif::recording {

using objects::FileHandle;

namespace {

constexpr int at_a_time = 4;
constexpr std::size_t most_to_remove = 100'000; // the others stay, and are told again
constexpr std::chrono::milliseconds longest_pause{60'000};

std::string contents_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

Keeper::Keeper(objects::ObjectStore& objects, Setting setting)
    : objects_{objects}, setting_{std::move(setting)},
      to_remove_{std::make_shared<base::BoundedQueue<Files>>(most_to_remove)} {
    for (int i = 0; i < at_a_time; ++i) threads_.emplace_back([this] { run(); });
    remover_ = std::thread{[this] {
        while (const auto it = to_remove_->wait_one()) it->folder->remove(it->recording);
    }};
}

Keeper::~Keeper() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    work_.notify_all();
    for (auto& thread : threads_) thread.join();
    to_remove_->close(); // it takes what is there already
    remover_.join();
}

void Keeper::log(const std::string& line) const {
    const std::lock_guard lock{telling_};
    if (setting_.log) setting_.log(line);
}

void Keeper::expect() {
    const std::lock_guard lock{mutex_};
    ++untold_;
}

void Keeper::add(Clock::time_point due, Job job) {
    {
        const std::lock_guard lock{mutex_};
        jobs_.emplace(due, std::move(job));
    }
    work_.notify_one();
}

void Keeper::take(std::shared_ptr<SpoolFolder> folder, Written written) {
    add(Clock::now(), {.folder = std::move(folder), .written = std::move(written)});
}

void Keeper::look_in(std::filesystem::path spool) {
    {
        const std::lock_guard lock{mutex_};
        if (!look_in_) ++untold_; // until it has looked
        look_in_ = std::move(spool);
    }
    work_.notify_one();
}

std::size_t Keeper::untold() const {
    const std::lock_guard lock{mutex_};
    return untold_;
}

bool Keeper::wait_until_told(Clock::time_point deadline) {
    std::unique_lock lock{mutex_};
    return told_.wait_until(lock, deadline, [this] { return untold_ == 0; });
}

void Keeper::run() {
    std::unique_lock lock{mutex_};
    const auto is_due = [this] { return !jobs_.empty() && jobs_.begin()->first <= Clock::now(); };
    while (!stopping_) {
        if (look_in_) {
            const auto spool = *std::exchange(look_in_, std::nullopt);
            lock.unlock();
            take_over(spool);
            lock.lock();
            --untold_;
            told_.notify_all();
        } else if (is_due()) {
            auto job = std::move(jobs_.extract(jobs_.begin()).mapped());
            lock.unlock();
            const bool told = is_told(job);
            lock.lock();
            if (told) {
                --untold_;
                told_.notify_all();
            } else {
                jobs_.emplace(Clock::now() + job.pause, std::move(job));
            }
        } else if (jobs_.empty()) {
            work_.wait(lock);
        } else {
            const auto due = jobs_.begin()->first; // the job may be another thread's meanwhile
            work_.wait_until(lock, due);
        }
    }
}

void Keeper::take_over(const std::filesystem::path& spool) {
    for (const auto& folder : SpoolFolder::take_over(spool)) {
        for (const auto& id : folder->recordings()) {
            auto label = parse_label(contents_of(folder->label_of(id)));
            if (!label || label->id != id) {
                log("recording " + id.to_string() + " has no readable label; it stays in " +
                    folder->path().string());
                continue;
            }
            log("recording " + id.to_string() + " was left by a dead process");
            expect();
            add(Clock::now(),
                {.folder = folder, .written = {.label = std::move(*label)}, .recovered = true});
        }
    }
}

Failed Keeper::failed(const Job& job, std::string code, std::string message) const {
    return {.id = job.written.label.id,
            .code = std::move(code),
            .message = std::move(message),
            .about = job.written.label.about,
            .recovered = job.recovered};
}

/// False: it is to be tried again after its pause.
bool Keeper::is_told(Job& job) {
    if (!job.told) {
        job.told = outcome(job);
        if (!job.told) return false;
        // Whoever recovers it after a loss of power must find what this one told.
        if (!job.folder->sync(job.written.label.id)) {
            log("recording " + job.written.label.id.to_string() + " is not safe in " +
                job.folder->path().string() + ": " + std::strerror(errno));
        }
    }
    const auto kept = [to_remove = to_remove_, files = Files{job.folder, job.written.label.id}] {
        to_remove->put(files);
    };
    const bool taken = [&] {
        const std::lock_guard lock{telling_};
        return setting_.sink(*job.told, kept);
    }();
    if (!taken) wait_longer(job);
    return taken;
}

void Keeper::wait_longer(Job& job) const {
    const bool first = job.pause == job.pause.zero();
    job.pause = first ? setting_.first_pause : std::min(2 * job.pause, longest_pause);
}

/// None: the store does not take it now.
std::optional<Told> Keeper::outcome(Job& job) {
    if (const auto& failure = job.written.failure) {
        return failed(job, failure->code, failure->message);
    }
    const auto path = job.folder->wav_of(job.written.label.id);
    const FileHandle wav{::open(path.c_str(), O_RDWR | O_CLOEXEC)};
    if (!wav.open() || !seal(wav.descriptor())) {
        const int error = errno;
        if (job.recovered && (error == ENOENT || error == EINVAL)) {
            return failed(job, "worker_lost", "its process died before anything was written");
        }
        return failed(job, "spool_unavailable", path.string() + ": " + std::strerror(error));
    }
    return store(job, wav.descriptor());
}

std::optional<Told> Keeper::store(Job& job, int wav) {
    const auto& label = job.written.label;
    const auto header = header_of(wav);
    struct stat status {};
    if (!job.hash) job.hash = hash_of_file(wav);
    if (!header || !job.hash || ::fstat(wav, &status) != 0) {
        return failed(job, "spool_unavailable", std::strerror(errno));
    }
    if (const auto kept = objects_.put_file(label.key, wav); !kept) {
        if (job.pause == job.pause.zero()) {
            log("recording " + label.id.to_string() +
                " waits for the object store: " + kept.error().what);
        }
        wait_longer(job);
        return std::nullopt;
    }
    return Saved{.id = label.id,
                 .key = label.key,
                 .hash = *job.hash,
                 .length = std::chrono::milliseconds{header->samples / 8},
                 .bytes = static_cast<std::uint64_t>(status.st_size),
                 .channels = header->channels,
                 .began_at = label.began_at,
                 .about = label.about,
                 .recovered = job.recovered};
}

} // namespace hatif::recording
