#include "transcode/answer.hpp"

#include <catch2/catch.hpp>

using namespace hatif::transcode;

namespace {

const Decoded two_samples{{Container::mpeg, 44100, 2, 16, 11}, "ab", "cd", "efgh"};

std::string refused(std::string_view answer) {
    const auto read = read_answer(answer);
    return read ? "" : read.error().what;
}

} // namespace

TEST_CASE("what the decoder wrote is read", "[transcode][answer]") {
    CHECK(written(two_samples) == "ok mpeg 44100 2 16 11 2 2\nabcdefgh");
    CHECK(read_answer(written(two_samples)).value() == two_samples);
}

TEST_CASE("a refusal becomes the error of the upload, with its reason", "[transcode][answer]") {
    const auto error = read_answer(refusal("it is empty")).error();
    CHECK(error.code == hatif::base::Errc::unprocessable);
    CHECK(error.reason == "AUDIO_UNDECODABLE");
    CHECK(error.what == "the file cannot be used as audio: it is empty");
}

TEST_CASE("a decoder that a file took over cannot harm by its answer", "[transcode][answer]") {
    const auto senseless = [](const std::string& line, const std::string& content = "abcdefgh") {
        INFO(line);
        CHECK(refused(line + "\n" + content) ==
              "the file cannot be used as audio: the decoder's answer makes no sense");
    };
    CHECK(refused("ok mpeg 44100 2 16 11 2 2\nabcdefgh").empty());
    CHECK_FALSE(refused("").empty());
    CHECK_FALSE(refused("ok").empty());
    senseless("ok exe 44100 2 16 11 2 2");
    senseless("ok mpeg 44100 2 16 11 2 2", "abcdefg");   // too few bytes
    senseless("ok mpeg 44100 2 16 11 2 2", "abcdefghi"); // too many
    senseless("ok mpeg 44100 2 16 11 2 2", "abcdfegh");  // the lowest above the highest
    senseless("ok mpeg 44100 2 16 11 0 0", "");          // no sample
    senseless("ok mpeg 44100 2 16 11 -1 2", "ab");
    senseless("ok mpeg 44100 2 16 11 9223372036854775809 2", "ab"); // doubled, it is 2
    senseless("ok mpeg 44100 2 16 11 2 1", "abcdef");               // a point for each sample
    senseless("ok mpeg 44100 2 16 211680001 4800001 1000", "");     // longer than 10 minutes
    senseless("ok mpeg 44100 2 16 11", "abcdefgh");
    CHECK_FALSE(refused(std::string(100'000, 'x')).empty()); // a line without end
}

TEST_CASE("a format that no file has is not believed", "[transcode][answer]") {
    const auto good = [](const std::string& format) {
        return refused("ok wav " + format + " 2 2\nabcdefgh").empty();
    };
    CHECK(good("8000 1 8 2"));
    CHECK(good("192000 8 32 50"));
    CHECK_FALSE(good("0 1 8 2"));
    CHECK_FALSE(good("3999 1 8 2"));
    CHECK_FALSE(good("384000 1 8 100"));
    CHECK_FALSE(good("4294967295 1 8 2"));
    CHECK_FALSE(good("8000 0 8 2"));
    CHECK_FALSE(good("8000 9 8 2"));
    CHECK_FALSE(good("8000 1 0 2"));
    CHECK_FALSE(good("8000 1 1000000 2"));
    CHECK_FALSE(good("8000 1 8 0"));
    CHECK_FALSE(good("8000 1 8 4800001"));              // 10 minutes and a sample
    CHECK_FALSE(good("8000 1 8 18446744073709551615")); // 73 million years
    // More is played than there is.
    CHECK_FALSE(refused("ok wav 8000 1 8 2 100 100\n" + std::string(400, 'a')).empty());
}

TEST_CASE("the reason shows printable letters only", "[transcode][answer]") {
    CHECK(refused("refused \x1b[2J\n") == "the file cannot be used as audio: ?[2J");
}
