#include "transcode/decoder.hpp"
#include "voice/espeak_engine.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace hatif;
using namespace std::chrono_literals;

namespace {

/// A program in espeak-ng's place, that does something else.
class Impostor {
public:
    explicit Impostor(const std::string& script)
        : path_{std::filesystem::temp_directory_path() /
                ("hatif-impostor-" + std::to_string(getpid()))} {
        std::ofstream{path_} << "#!/bin/sh\n" << script << '\n';
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
    }
    Impostor(const Impostor&) = delete;
    Impostor& operator=(const Impostor&) = delete;
    ~Impostor() { std::filesystem::remove(path_); }

    base::Result<std::string> said(std::chrono::milliseconds patience = 5s) const {
        voice::EspeakEngine engine{path_, patience};
        return engine.speak({"secret words", speech::Language::fr});
    }

    std::string refusal(std::chrono::milliseconds patience = 5s) const {
        const auto file = said(patience);
        if (file) return "";
        CHECK(file.error().what.find("secret") == std::string::npos);
        return file.error().reason;
    }

private:
    std::filesystem::path path_;
};

} // namespace

TEST_CASE("an engine that hangs is killed when its time is over", "[integration][voice]") {
    const auto began = std::chrono::steady_clock::now();
    CHECK(Impostor{"exec /bin/sleep 60"}.refusal(200ms) == "voice_unavailable");
    CHECK(Impostor{"printf RIFF; exec >&-; exec /bin/sleep 60"}.refusal(200ms) ==
          "voice_unavailable");
    CHECK(std::chrono::steady_clock::now() - began < 30s);
}

TEST_CASE("an engine that never stops writing is cut off", "[integration][voice]") {
    CHECK(Impostor{"exec /bin/cat /dev/zero"}.refusal(20s) == "too_much_to_say");
}

TEST_CASE("an engine that gives up, or says nothing, is unavailable", "[integration][voice]") {
    CHECK(Impostor{"exit 2"}.refusal() == "voice_unavailable");
    CHECK(Impostor{"printf half; exit 1"}.refusal() == "voice_unavailable");
    CHECK(Impostor{"exit 1"}.refusal() == "voice_unknown"); // as espeak-ng says it
    CHECK(Impostor{"exit 0"}.refusal() == "voice_unavailable");
    CHECK(Impostor{"kill -SEGV $$"}.refusal() == "voice_unavailable");
}

TEST_CASE("an engine gets no more memory than it may have", "[integration][voice]") {
    // A shell variable that doubles until there is no more.
    const Impostor glutton{"x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done"};
    CHECK(glutton.refusal(20s) == "voice_unavailable");
}

TEST_CASE("an engine has an empty environment, and nothing open but its three",
          "[integration][voice]") {
    setenv("HATIF_SECRET", "key", 1);
    const auto open = Impostor{"/usr/bin/env; for f in 3 4 5 6 7 8 9; do "
                               "[ -e /proc/$$/fd/$f ] && readlink /proc/$$/fd/$f; done; echo end"}
                          .said();
    unsetenv("HATIF_SECRET");
    REQUIRE(open);
    CHECK(open->find("HATIF_SECRET") == std::string::npos);
    CHECK(open->find("socket") == std::string::npos);
    CHECK(open->find("pipe") == std::string::npos);
}

TEST_CASE("garbage of an engine is what garbage of an upload is", "[integration][voice]") {
    const auto said = Impostor{"exec head -c 100000 /dev/urandom"}.said();
    REQUIRE(said);
    const auto decoded = transcode::Decoder{HATIF_AUDIO_DECODER}.decode(*said);
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error().reason == "AUDIO_UNDECODABLE");
}
