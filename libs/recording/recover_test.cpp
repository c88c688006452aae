#include "recording/label.hpp"
#include "recording/studio.hpp"
#include "recording/wav.hpp"

#include <csignal>
#include <fstream>
#include <map>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hatif;
using namespace hatif::recording;
using namespace hatif::recording::testing;
namespace fs = std::filesystem;

namespace {

/// What the disk was told to keep.
class Synced {
public:
    void note(int file) {
        std::error_code failed;
        const auto path = fs::read_symlink("/proc/self/fd/" + std::to_string(file), failed);
        const std::lock_guard lock{mutex_};
        paths_.insert(path);
    }
    bool has(const fs::path& path) {
        const std::lock_guard lock{mutex_};
        return paths_.contains(path);
    }
    void clear() {
        const std::lock_guard lock{mutex_};
        paths_.clear();
    }

private:
    std::mutex mutex_;
    std::set<fs::path> paths_;
} synced;

} // namespace

// Stands before the C library's, for all of this program.
extern "C" int fsync(int file) {
    synced.note(file);
    return static_cast<int>(syscall(SYS_fsync, file));
}

namespace {

/// What a process that died before it wrote anything leaves.
fs::path dead_folder(const fs::path& spool, std::uint8_t number, const std::string& label) {
    const auto folder = spool / base::Uuid::v7(base::SystemClock{}.now()).to_string();
    fs::create_directories(folder);
    std::ofstream{folder / "lock"};
    std::ofstream{folder / (what(number).id.to_string() + ".label")} << label;
    return folder;
}

std::string label_of(std::uint8_t number) {
    const auto it = what(number);
    return to_text({.id = it.id, .key = it.key, .channels = 1, .about = it.about});
}

/// Records in a process of its own, which is killed in the midst of it.
void record_and_be_killed(Studio& studio, bool both_sides) {
    const auto child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); // it never outlives the test
        const auto recorder = studio.recorder();
        auto it = what(7);
        it.both_sides = both_sides;
        Call call{recorder->begin(it).value()};
        call.speaks(42, 150);
        while (true) pause();
    }
    const std::uintmax_t size = wav_header_size + (both_sides ? 32'000 : 16'000);
    const bool written = holds([&] {
        std::error_code failed;
        const auto files = studio.files(".wav");
        return files.size() == 1 && fs::file_size(files.front(), failed) >= size;
    });
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    REQUIRE(written);
}

} // namespace

TEST_CASE("what a killed process recorded is mended, stored and told by the next one",
          "[integration][recording]") {
    const bool both_sides = GENERATE(false, true);
    Studio studio;
    record_and_be_killed(studio, both_sides);
    auto recorder = studio.recorder();
    recorder->recover();

    const auto saved = std::get<Saved>(studio.ear.hears(1).front());
    CHECK(saved.id == what(7).id);
    CHECK(saved.about == "about 7");
    CHECK(saved.recovered);
    CHECK(saved.length == 2s); // 3 s were said, of which the last was waiting for late packets
    const auto file = studio.bytes_of(saved.key);
    const std::vector<std::uint8_t> bytes{file.begin(), file.end()};
    CHECK(read_wav_header(bytes) == WavHeader{Codec::pcma, both_sides ? 2U : 1U, 16'000});
    CHECK(saved.hash == objects::hash_of(file));

    REQUIRE(recorder->flush(std::chrono::steady_clock::now() + patience));
    recorder->recover();
    REQUIRE(recorder->flush(std::chrono::steady_clock::now() + patience));
    recorder.reset();
    CHECK(studio.ear.count() == 1);
    CHECK(fs::is_empty(studio.spool));
}

TEST_CASE("what was not told when its process ended is told by the next one",
          "[integration][recording]") {
    Studio studio;
    studio.store.away = true;
    auto first = studio.recorder();
    Call over{first->begin(what(1)).value()};
    Call running{first->begin(what(2)).value()};
    over.speaks(1, 20);
    over.hangs_up();
    running.speaks(2, 100);
    REQUIRE(holds([&] { return studio.store.asked > 0; }));
    first.reset();
    CHECK(studio.ear.count() == 0);

    studio.store.away = false;
    const auto second = studio.recorder();
    second->recover();
    std::map<base::Uuid, std::chrono::milliseconds> lengths;
    for (const auto& told : studio.ear.hears(2)) {
        const auto& saved = std::get<Saved>(told);
        lengths[saved.id] = saved.length;
    }
    CHECK(lengths[what(1).id] == 400ms);
    CHECK(lengths[what(2).id] == 1s);
}

TEST_CASE("what was told and not kept is told again by the next one, and then goes",
          "[integration][recording]") {
    Studio studio;
    studio.ear.keeps = false;
    auto first = studio.recorder();
    Call call{first->begin(what(1)).value()};
    call.speaks(1, 20);
    call.hangs_up();
    CHECK_FALSE(std::get<Saved>(studio.ear.hears(1).front()).recovered);
    REQUIRE(first->flush(std::chrono::steady_clock::now() + patience));
    first.reset();
    CHECK(studio.files(".label").size() == 1);

    studio.ear.keeps = true;
    auto second = studio.recorder();
    second->recover();
    CHECK(std::get<Saved>(studio.ear.hears(2).back()).recovered);
    second.reset();
    CHECK(fs::is_empty(studio.spool));
}

TEST_CASE("what is told is on the disk: the voice, its label, and their names",
          "[integration][recording]") {
    Studio studio;
    studio.ear.keeps = false; // its files stay, to be compared with
    const auto recorder = studio.recorder();
    Call call{recorder->begin(what(1)).value()};
    call.speaks(1, 20);
    call.hangs_up();
    synced.clear();
    studio.ear.hears(1);
    for (const auto& file : {studio.files(".wav").at(0), studio.files(".label").at(0)}) {
        CHECK(synced.has(file));
        CHECK(synced.has(file.parent_path()));
    }
}

TEST_CASE("half a label, whose process was killed, is nobody's and goes",
          "[integration][recording]") {
    Studio studio;
    auto recorder = studio.recorder();
    const auto folder = dead_folder(studio.spool, 5, label_of(5));
    std::ofstream{folder / (what(6).id.to_string() + ".new")} << "half";
    recorder->recover();
    CHECK(std::get<Failed>(studio.ear.hears(1).front()).code == "worker_lost");
    recorder.reset();
    CHECK(fs::is_empty(studio.spool));
}

TEST_CASE("nobody touches what a living process records", "[integration][recording]") {
    Studio studio;
    const auto living = studio.recorder();
    Call call{living->begin(what(1)).value()};
    call.speaks(1, 100);
    REQUIRE(holds([&] { return studio.files(".wav").size() == 1; }));
    auto other = studio.recorder();
    other->recover();
    CHECK(other->flush(std::chrono::steady_clock::now() + patience));
    CHECK(studio.ear.count() == 0);
    call.speaks(1, 50);
    call.hangs_up();
    CHECK(std::get<Saved>(studio.ear.hears(1).front()).length == 3s);
}

TEST_CASE("of two that look at once one finds it", "[integration][recording]") {
    Studio studio;
    record_and_be_killed(studio, false);
    std::vector<std::unique_ptr<Recorder>> recorders;
    for (int i = 0; i < 4; ++i) recorders.push_back(studio.recorder());
    for (const auto& it : recorders) it->recover();
    for (const auto& it : recorders) {
        CHECK(it->flush(std::chrono::steady_clock::now() + patience));
    }
    CHECK(studio.ear.count() == 1);
}

TEST_CASE("a process that died before it wrote anything has lost the recording",
          "[integration][recording]") {
    Studio studio;
    const auto folder = dead_folder(studio.spool, 1, label_of(1));
    SECTION("no file") {}
    SECTION("an empty file") {
        std::ofstream{folder / (what(1).id.to_string() + ".wav")};
    }
    SECTION("half a header") {
        std::ofstream{folder / (what(1).id.to_string() + ".wav")} << "RIFF";
    }
    const auto recorder = studio.recorder();
    recorder->recover();
    const auto failed = std::get<Failed>(studio.ear.hears(1).front());
    CHECK(failed.code == "worker_lost");
    CHECK(failed.about == "about 1");
    CHECK(failed.recovered);
    CHECK(holds([&] { return !fs::exists(folder); }));
}

TEST_CASE("a label that cannot be read stays where it is, and is logged",
          "[integration][recording]") {
    Studio studio;
    const auto folder = dead_folder(studio.spool, 1, "no label");
    auto recorder = studio.recorder();
    recorder->recover();
    CHECK(recorder->flush(std::chrono::steady_clock::now() + patience));
    recorder.reset();
    CHECK(studio.ear.count() == 0);
    REQUIRE(studio.log.size() == 1);
    CHECK_THAT(studio.log[0], Catch::Contains(folder.string()));
    CHECK(fs::exists(folder / (what(1).id.to_string() + ".label")));
}
