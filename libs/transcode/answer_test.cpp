#include "transcode/answer.hpp"

#include <catch2/catch.hpp>

using namespace hatif::transcode;

namespace {

const Decoded two_samples{{Container::mpeg, 44100, 2, 16, 11}, "ab", "cd"};

std::string refused(std::string_view answer) {
    const auto read = read_answer(answer);
    return read ? "" : read.error().what;
}

} // namespace

TEST_CASE("what the decoder wrote is read", "[transcode][answer]") {
    CHECK(written(two_samples) == "ok mpeg 44100 2 16 11 2\nabcd");
    CHECK(read_answer(written(two_samples)).value() == two_samples);
}

TEST_CASE("a refusal becomes the error of the upload, with its reason", "[transcode][answer]") {
    const auto error = read_answer(refusal("it is empty")).error();
    CHECK(error.code == hatif::base::Errc::unprocessable);
    CHECK(error.reason == "AUDIO_UNDECODABLE");
    CHECK(error.what == "the file cannot be used as audio: it is empty");
}

TEST_CASE("a decoder that a file took over cannot harm by its answer", "[transcode][answer]") {
    CHECK_FALSE(refused("").empty());
    CHECK_FALSE(refused("ok").empty());
    CHECK_FALSE(refused("ok exe 44100 2 16 11 2\nabcd").empty());
    CHECK_FALSE(refused("ok mpeg 44100 2 16 11 2\nabc").empty());   // too few bytes
    CHECK_FALSE(refused("ok mpeg 44100 2 16 11 2\nabcde").empty()); // too many
    CHECK_FALSE(refused("ok mpeg 44100 2 16 11 0\n").empty());      // no sample
    CHECK_FALSE(refused("ok mpeg 44100 2 16 11 -1\nab").empty());
    CHECK_FALSE(
        refused("ok mpeg 44100 2 16 11 9223372036854775809\nab").empty()); // doubled, it is 2
    CHECK_FALSE(refused("ok mpeg 44100 2 16 11 4800001\n").empty());       // longer than 10 minutes
    CHECK_FALSE(refused(std::string(100'000, 'x')).empty());               // a line without end
}

TEST_CASE("the reason shows printable letters only", "[transcode][answer]") {
    CHECK(refused("refused \x1b[2J\n") == "the file cannot be used as audio: ?[2J");
}
