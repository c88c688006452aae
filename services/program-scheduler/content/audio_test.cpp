#include "program_scheduler/content/audio.hpp"

#include <catch2/catch.hpp>

using namespace hatif::program_scheduler;

namespace {

AudioWords read(const AudioWordsSent& sent) {
    return read_audio_words(sent).value();
}

std::string refused(const AudioWordsSent& sent) {
    const auto words = read_audio_words(sent);
    std::string paths;
    if (words) return paths;
    for (const auto& field : words.error().fields) paths += field.path + " ";
    return paths;
}

} // namespace

TEST_CASE("an audio without a title is called as its file", "[program_scheduler][audio]") {
    CHECK(read({.file_name = "hello.wav"}).title == "hello.wav");
    CHECK(read({.file_name = "hello.wav", .title = " "}).title == "hello.wav");
    CHECK(read({.file_name = "hello.wav", .title = "Welcome"}).title == "Welcome");
    CHECK(read({.file_name = ""}).title == "audio.wav");
    CHECK(read({.file_name = std::string(300, 'x')}).title == std::string(255, 'x'));
}

TEST_CASE("a path is no file name", "[program_scheduler][audio]") {
    CHECK(read({.file_name = "C:\\sounds\\hello.wav"}).file_name == "hello.wav");
    CHECK(read({.file_name = "../../etc/passwd"}).file_name == "passwd");
}

TEST_CASE("tags come as a list, as comma lists, or as both; each once",
          "[program_scheduler][audio]") {
    const auto words = read({.file_name = "a.wav", .tags = {"sale, summer", "sale", ",", "rabat"}});
    CHECK(words.tags == std::vector<std::string>{"sale", "summer", "rabat"});
}

TEST_CASE("an audio's words have limits, and all that is wrong is told",
          "[program_scheduler][audio]") {
    CHECK(refused({.file_name = "a.wav", .title = std::string(256, 'x')}) == "title ");
    CHECK(refused({.file_name = "a.wav", .description = std::string(501, 'x')}) == "description ");
    CHECK(refused({.file_name = "a.wav", .usage_type = "jingle"}) == "usageType ");
    CHECK(refused({.file_name = "a.wav", .usage_type = "hold_music"}).empty());
    CHECK(refused({.file_name = "a.wav", .tags = {std::string(65, 'x')}}) == "tags ");
    CHECK(refused({.file_name = "a.wav",
                   .title = std::string(256, 'x'),
                   .description = std::string("a\0b", 3),
                   .usage_type = "jingle"}) == "title description usageType ");
}
