#pragma once

#include "base/queue.hpp"
#include "objects/file_handle.hpp"
#include "recording/label.hpp"
#include "recording/spool_folder.hpp"
#include "recording/take.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace hatif::recording {

/// A take that is over: its files are in the folder, or it failed.
struct Written {
    Label label;
    struct Failure {
        std::string code;
        std::string message;
    };
    std::optional<Failure> failure{};
};

/// The thread that appends what takes hold to their WAV files: ten times a second it looks at each,
/// and writes whatever is half a second or more. Nothing is held in memory but the canvases.
class Writer {
public:
    /// On the writer's thread, once for each take.
    using Done = std::function<void(Written)>;

    struct Limits {
        std::uint64_t min_free = 0; ///< bytes
        std::size_t most = 0;       ///< takes
    };

    Writer(std::shared_ptr<SpoolFolder> folder, Limits limits, Done done);

    /// Writes what there is, ends what is over; what is not is left in the folder as it stands.
    ~Writer();

    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// False: too many wait.
    bool add(std::shared_ptr<Take> take);

    /// As it was when last looked at.
    bool disk_has_room() const { return room_; }

private:
    struct File {
        std::shared_ptr<Take> take;
        objects::FileHandle wav{-1};
        bool begun = false; // the header is in it
    };

    void run();
    void look_at_disk();
    void begin(std::shared_ptr<Take> take);
    bool is_through(File& file);
    bool append(File& file);
    bool finish(File& file);
    bool fail(File& file, std::string code, std::string message);
    bool fail_by_errno(File& file);

    const std::shared_ptr<SpoolFolder> folder_;
    const Limits limits_;
    const Done done_;
    base::BoundedQueue<std::shared_ptr<Take>> arrivals_;
    std::vector<File> files_;
    std::atomic<bool> room_{true};
    std::thread thread_; // last, so that it begins when all else is there
};

} // namespace hatif::recording
