#include "recording/studio.hpp"

#include <csignal>
#include <fstream>
#include <sys/mount.h>
#include <sys/resource.h>

using namespace hatif;
using namespace hatif::recording;
using namespace hatif::recording::testing;
namespace fs = std::filesystem;

namespace {

/// No file of this process grows beyond it; the disk is as full.
class FileLimit {
public:
    explicit FileLimit(rlim_t bytes) : signal_{std::signal(SIGXFSZ, SIG_IGN)} {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;
    ~FileLimit() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, signal_);
    }

private:
    rlimit before_{};
    void (*signal_)(int);
};

/// A disk of its own, where mounting is allowed.
class SmallDisk {
public:
    explicit SmallDisk(fs::path path) : path_{std::move(path)} {
        fs::create_directories(path_);
        mounted = mount("none", path_.c_str(), "tmpfs", 0, "size=128k") == 0;
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk() {
        if (mounted) umount2(path_.c_str(), MNT_DETACH);
    }

    bool mounted = false;

private:
    const fs::path path_;
};

/// Speaks until the recording is over by itself.
std::string speaks_until_over(Call& call, const Studio& studio) {
    for (std::uint8_t second = 0; second < 60 && call.over().empty(); ++second) {
        const auto written = [&] {
            std::error_code failed;
            const auto files = studio.files(".wav");
            return files.empty() ? 0 : fs::file_size(files[0], failed);
        };
        const auto before = written();
        call.speaks(1, 25);
        if (second > 3) (void)holds([&] { return !call.over().empty() || written() != before; });
    }
    return call.over();
}

} // namespace

TEST_CASE("a file that cannot grow fails its recording with a reason", "[integration][recording]") {
    Studio studio;
    auto recorder = studio.recorder();
    const FileLimit limit{20'000};
    Call call{recorder->begin(what(1)).value()};
    CHECK(speaks_until_over(call, studio) == "failed");
    call.hangs_up();

    const auto failed = std::get<Failed>(studio.ear.hears(1).front());
    CHECK(failed.code == "disk_full");
    CHECK(failed.about == "about 1");
    CHECK_FALSE(failed.recovered);
    CHECK(recorder->flush(std::chrono::steady_clock::now() + patience));
    recorder.reset();
    CHECK(studio.ear.count() == 1);
    CHECK(fs::is_empty(studio.spool));
}

TEST_CASE("a full disk fails the recordings under way, and no other once there is room",
          "[integration][recording]") {
    Studio studio;
    const SmallDisk disk{studio.spool};
    if (!disk.mounted) {
        WARN("no tmpfs may be mounted here: not tested");
        return;
    }
    const auto recorder = studio.recorder();
    {
        Call call{recorder->begin(what(1)).value()};
        CHECK(speaks_until_over(call, studio) == "failed");
    }
    CHECK(std::get<Failed>(studio.ear.hears(1).front()).code == "disk_full");
    CHECK(recorder->flush(std::chrono::steady_clock::now() + patience));

    Call call{recorder->begin(what(2)).value()};
    call.speaks(1, 10);
    call.hangs_up();
    CHECK(std::holds_alternative<Saved>(studio.ear.hears(2)[1]));
}

TEST_CASE("nothing is begun on a disk with too little room", "[integration][recording]") {
    Studio studio;
    const auto recorder = studio.recorder(std::uint64_t{1} << 60U);
    CHECK(recorder->begin(what(1)).error().reason == "disk_full");
    CHECK(recorder->untold() == 0);
}

TEST_CASE("a spool that cannot be is a start-up error", "[integration][recording]") {
    Studio studio;
    std::ofstream{studio.spool} << "in the way";
    CHECK_THROWS(studio.recorder());
}

TEST_CASE("a spool that goes away fails the recording with a reason", "[integration][recording]") {
    Studio studio;
    const auto recorder = studio.recorder();
    fs::remove_all(studio.spool);
    Call call{recorder->begin(what(1)).value()};
    const auto failed = std::get<Failed>(studio.ear.hears(1).front());
    CHECK(failed.code == "spool_unavailable");
    CHECK(call.over() == "failed");
}
