#include "recording/writer.hpp"

#include "recording/track.hpp"
#include "recording/wav_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <utility>

namespace hatif::recording {

using objects::FileHandle;
using objects::write_all;

namespace {

constexpr std::chrono::milliseconds look_every{100};
constexpr std::chrono::seconds look_at_disk_every{1};
constexpr std::uint64_t worth_writing = samples_per_second / 2;

std::string_view chars(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Label label_of(const Take& take) {
    return {.id = take.what.id,
            .key = take.what.key,
            .channels = take.channels,
            .began_at = take.began_at,
            .about = take.what.about};
}

bool is_full(int error) {
    return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

/// Whole or not at all, should the process die meanwhile. False with errno.
bool write_file(const std::filesystem::path& path,
                const std::filesystem::path& draft,
                std::string_view text) {
    const FileHandle file{::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    return file.open() && write_all(file.descriptor(), text) &&
           ::rename(draft.c_str(), path.c_str()) == 0;
}

} // namespace

Writer::Writer(std::shared_ptr<SpoolFolder> folder, Limits limits, Done done)
    : folder_{std::move(folder)}, limits_{limits}, done_{std::move(done)}, arrivals_{limits.most} {
    look_at_disk();
    thread_ = std::thread{[this] { run(); }};
}

Writer::~Writer() {
    arrivals_.close();
    thread_.join();
}

bool Writer::add(std::shared_ptr<Take> take) {
    return arrivals_.put(std::move(take));
}

void Writer::run() {
    using Clock = std::chrono::steady_clock;
    auto look_at_disk_at = Clock::now() + look_at_disk_every;
    bool closed = false;
    while (!closed) {
        const bool busy = !files_.empty();
        auto arrived =
            busy ? arrivals_.wait_all(look_every) : arrivals_.wait_all(look_at_disk_every);
        closed = arrivals_.closed();
        if (const auto now = Clock::now(); now >= look_at_disk_at || (!busy && !arrived.empty())) {
            look_at_disk();
            look_at_disk_at = now + look_at_disk_every;
        }
        for (auto& take : arrived) begin(std::move(take));
        std::erase_if(files_, [this](File& file) { return is_through(file); });
    }
}

void Writer::look_at_disk() {
    struct statvfs disk {};
    if (::statvfs(folder_->path().c_str(), &disk) != 0) return; // opening a file will say why
    room_ = std::uint64_t{disk.f_bavail} * disk.f_frsize >= limits_.min_free;
}

void Writer::begin(std::shared_ptr<Take> take) {
    const auto& id = take->what.id;
    File file{.take = std::move(take)};
    if (!room_) {
        (void)fail(file, "disk_full", "too little room in " + folder_->path().string());
        return;
    }
    const bool labelled =
        write_file(folder_->label_of(id), folder_->draft_of(id), to_text(label_of(*file.take)));
    if (labelled) {
        file.wav = FileHandle{
            ::open(folder_->wav_of(id).c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    }
    if (!file.wav.open()) {
        (void)fail_by_errno(file);
        return;
    }
    files_.push_back(std::move(file));
}

/// True: it is told, and needs no file any more.
bool Writer::is_through(File& file) {
    auto& take = *file.take;
    if (take.too_slow) return fail(file, "too_slow", "the spool's disk does not keep up");
    const bool ended = take.ended.load(std::memory_order_acquire);
    const auto waiting = take.canvas.published() - take.canvas.taken();
    const bool worth = waiting >= worth_writing || arrivals_.closed();
    if (!ended && !(worth && waiting > 0)) return false;
    if (!append(file)) return fail_by_errno(file);
    return ended && finish(file);
}

bool Writer::append(File& file) {
    auto& canvas = file.take->canvas;
    if (!file.begun) {
        const auto header = to_bytes({.codec = canvas.codec(), .channels = file.take->channels});
        if (!write_all(file.wav.descriptor(), chars(header))) return false;
        file.begun = true;
    }
    for (auto bytes = canvas.next(); !bytes.empty(); bytes = canvas.next()) {
        if (!write_all(file.wav.descriptor(), chars(bytes))) return false;
        canvas.take(bytes.size());
    }
    return true;
}

bool Writer::finish(File& file) {
    const auto& take = *file.take;
    if (!seal(file.wav.descriptor())) return fail_by_errno(file);
    done_({.label = label_of(take)});
    return true;
}

bool Writer::fail(File& file, std::string code, std::string message) {
    auto& take = *file.take;
    take.failed = true;
    ::unlink(folder_->wav_of(take.what.id).c_str());
    done_({.label = label_of(take),
           .failure = Written::Failure{std::move(code), std::move(message)}});
    return true;
}

bool Writer::fail_by_errno(File& file) {
    const int error = errno;
    return fail(file, is_full(error) ? "disk_full" : "spool_unavailable",
                folder_->path().string() + ": " + std::strerror(error));
}

} // namespace hatif::recording
