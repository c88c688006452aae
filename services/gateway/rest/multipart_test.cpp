#include "gateway/rest/multipart.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif::gateway;

namespace {

constexpr const char* type = "multipart/form-data; boundary=XyZ";

const std::string form =
    "--XyZ\r\n"
    "Content-Disposition: form-data; name=\"title\"\r\n\r\n"
    "Bonjour\r\n"
    "--XyZ\r\n"
    "content-disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\".wav\"\r\n"
    "Content-Type: audio/wav\r\n\r\n"
    "RIFF\r\n--Xy\r\n\r\n\xff\x01"
    "\r\n--XyZ--\r\n";

std::string refusal_of(const char* content_type, const std::string& body) {
    const auto parts = read_multipart(content_type, body);
    return parts ? "taken" : parts.error().what;
}

} // namespace

TEST_CASE("a form's parts are read with their names and types", "[gateway][multipart]") {
    const auto parts = read_multipart(type, form);
    REQUIRE(parts);
    REQUIRE(parts->size() == 2);
    CHECK((*parts)[0].name == "title");
    CHECK((*parts)[0].content == "Bonjour");
    CHECK_FALSE((*parts)[0].file_name);
    CHECK((*parts)[1].name == "file");
    CHECK((*parts)[1].file_name == "a \"b\".wav");
    CHECK((*parts)[1].content_type == "audio/wav");
    CHECK((*parts)[1].content.starts_with("RIFF\r\n--Xy\r\n"));
}

TEST_CASE("an empty part, a quoted boundary and a preamble are all right", "[gateway][multipart]") {
    const auto parts = read_multipart(
        "Multipart/Form-Data; charset=utf-8; boundary=\"a b\"",
        "preamble\r\n--a b\r\nContent-Disposition: form-data; name=t\r\n\r\n\r\n--a b--");
    REQUIRE(parts);
    REQUIRE(parts->size() == 1);
    CHECK(parts->front().name == "t");
    CHECK(parts->front().content.empty());
}

TEST_CASE("what is no form is refused with the reason", "[gateway][multipart]") {
    const auto head = std::string{"--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"};
    CHECK_THAT(refusal_of("application/json", form), Catch::Contains("Content-Type"));
    CHECK_THAT(refusal_of("multipart/form-data", form), Catch::Contains("Content-Type"));
    CHECK_THAT(refusal_of("", form), Catch::Contains("Content-Type"));
    CHECK_THAT(refusal_of(type, ""), Catch::Contains("does not occur"));
    CHECK_THAT(refusal_of(type, "hello"), Catch::Contains("does not occur"));
    CHECK_THAT(refusal_of(type, head + "never ends"), Catch::Contains("last boundary"));
    CHECK_THAT(refusal_of(type, "--XyZ"), Catch::Contains("last boundary"));
    CHECK_THAT(refusal_of(type, "--XyZ\r\nnothing\r\n--XyZ--"),
               Catch::Contains("no header fields"));
    CHECK_THAT(refusal_of(type, "--XyZ\r\nX: y\r\n\r\nz\r\n--XyZ--"), Catch::Contains("no name"));
}

TEST_CASE("no bytes bring the reader down", "[gateway][multipart]") {
    std::mt19937 dice{20250115};
    for (int round = 0; round < 20'000; ++round) {
        auto body = form;
        for (int changes = 0; changes < 3; ++changes) {
            const auto at = dice() % body.size();
            if (dice() % 3 == 0) {
                body.erase(at, dice() % 20);
            } else {
                body[at] = static_cast<char>(dice());
            }
            if (body.empty()) break;
        }
        const auto parts = read_multipart(type, body);
        CHECK((parts || !parts.error().what.empty()));
    }
}
