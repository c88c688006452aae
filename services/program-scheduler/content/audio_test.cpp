#include "program_scheduler/content/audio.hpp"

#include <catch2/catch.hpp>

#include <ctime>

using namespace hatif::program_scheduler;
using hatif::transcode::Container;

namespace {

using Tags = std::vector<std::string>;

AudioWords read(const AudioWordsSent& sent, const std::string& file_name = "a.wav") {
    return changed({}, sent, file_name).value();
}

std::string refused(const AudioWordsSent& sent) {
    const auto words = changed({}, sent, "a.wav");
    std::string paths;
    if (words) return paths;
    for (const auto& field : words.error().fields) paths += field.path + " ";
    return paths;
}

} // namespace

TEST_CASE("an audio without a title is called as its file", "[program_scheduler][audio]") {
    CHECK(read({}, "hello.wav").title == "hello.wav");
    CHECK(read({.title = " "}, "hello.wav").title == "hello.wav");
    CHECK(read({.title = "Welcome"}, "hello.wav").title == "Welcome");
}

TEST_CASE("a path is no file name", "[program_scheduler][audio]") {
    CHECK(file_name_of("C:\\sounds\\hello.wav") == "hello.wav");
    CHECK(file_name_of("../../etc/passwd") == "passwd");
    CHECK(file_name_of("") == "audio");
    CHECK(file_name_of("sounds/") == "audio");
    CHECK(file_name_of("\xFF.wav") == "audio");
    CHECK(file_name_of(std::string(300, 'x')) == std::string(255, 'x'));
}

TEST_CASE("a file is of the type that was sent, when it names what the file is",
          "[program_scheduler][audio]") {
    CHECK(content_type_of("audio/mp3", Container::mpeg) == "audio/mp3");
    CHECK(content_type_of("Audio/MPEG; charset=utf-8", Container::mpeg) == "audio/mpeg");
    CHECK(content_type_of("audio/x-wav", Container::wav) == "audio/x-wav");
    CHECK(content_type_of("audio/wav", Container::mpeg) == "audio/mpeg");
    CHECK(content_type_of("application/octet-stream", Container::ogg) == "audio/ogg");
    CHECK(content_type_of("text/html", Container::flac) == "audio/flac");
    CHECK(content_type_of("", Container::wav) == "audio/wav");
}

TEST_CASE("tags come as a list, as comma lists, or as both; each once",
          "[program_scheduler][audio]") {
    const auto words = read({.tags = Tags{"sale, summer", "sale", ",", "rabat"}});
    CHECK(words.tags == Tags{"sale", "summer", "rabat"});
}

TEST_CASE("an audio's words have limits, and all that is wrong is told",
          "[program_scheduler][audio]") {
    CHECK(refused({.title = std::string(256, 'x')}) == "title ");
    CHECK(refused({.description = std::string(501, 'x')}) == "description ");
    CHECK(refused({.usage_type = "jingle"}) == "usageType ");
    CHECK(refused({.usage_type = "hold_music"}).empty());
    CHECK(refused({.tags = Tags{std::string(65, 'x')}}) == "tags ");
    CHECK(refused({.tags = Tags{std::string(300, ',')}}).empty());
    Tags many;
    for (int tag = 0; tag <= 50; ++tag) many.push_back(std::to_string(tag));
    CHECK(refused({.tags = many}) == "tags ");
    CHECK(refused({.title = std::string(256, 'x'),
                   .description = std::string("a\0b", 3),
                   .usage_type = "jingle"}) == "title description usageType ");
}

TEST_CASE("as many tags as a request carries are refused before they are compared",
          "[program_scheduler][audio]") {
    std::string list;
    for (int tag = 0; tag < 100'000; ++tag) list += std::to_string(tag) + ",";
    const auto began = std::clock();
    CHECK(refused({.tags = Tags{list}}) == "tags ");
    CHECK(std::clock() - began < CLOCKS_PER_SEC);
}

TEST_CASE("only what was sent changes, and what was sent empty is cleared",
          "[program_scheduler][audio]") {
    const AudioWords before{"Welcome", "Said first", "welcome", {"a", "b"}};
    const auto after = [&](const AudioWordsSent& sent) {
        return changed(before, sent, "hello.wav").value();
    };
    CHECK(after({}).title == "Welcome");
    CHECK(after({}).description == "Said first");
    CHECK(after({}).tags == Tags{"a", "b"});
    CHECK(after({.title = "Hi"}).title == "Hi");
    CHECK(after({.title = "Hi"}).usage_type == "welcome");
    CHECK(after({.title = ""}).title == "hello.wav");
    CHECK(after({.description = ""}).description == std::nullopt);
    CHECK(after({.usage_type = ""}).usage_type == std::nullopt);
    CHECK(after({.tags = Tags{}}).tags.empty());
    CHECK(after({.tags = Tags{"c"}}).tags == Tags{"c"});
}

TEST_CASE("a list is narrowed by a usage that there is, and by tags",
          "[program_scheduler][audio]") {
    CHECK(read_filter("prompt", {"a,b", "c"})->tags == Tags{"a", "b", "c"});
    CHECK(read_filter({}, {})->usage_type == std::nullopt);
    CHECK(read_filter("jingle", {}).error().fields.front().path == "usageType");
}
