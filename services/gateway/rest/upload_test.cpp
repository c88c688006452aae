#include "gateway/rest/upload.hpp"

#include "gateway/contracts.hpp"
#include "hatif/program/v1/audio_service.pb.h"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;

namespace {

std::string part(const std::string& name, const std::string& content, const char* file = nullptr) {
    return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"" +
           (file == nullptr ? "" : std::string{"; filename=\""} + file + "\"") + "\r\n\r\n" +
           content + "\r\n";
}

const Router& router() {
    static const Router all{all_bindings()};
    return all;
}

/// A form and its request, which holds what the form looks into.
struct Sent {
    explicit Sent(const std::string& parts)
        : request{"POST",
                  "/",
                  "",
                  {{"Content-Type", "multipart/form-data; boundary=B"}},
                  parts + "--B--\r\n"},
          form{read_upload(std::get<Found>(router().find("POST", "/api/audio-management/upload")),
                           request)} {}
    const program::v1::UploadAudioRequest::Header& header() const {
        return dynamic_cast<const program::v1::UploadAudioRequest&>(*form->first).header();
    }
    http::Request request;
    base::Result<Upload> form;
};

std::vector<std::string> wrong(const std::string& parts) {
    const Sent sent{parts};
    REQUIRE_FALSE(sent.form);
    std::vector<std::string> fields;
    for (const auto& field : sent.form.error().fields)
        fields.push_back(field.path + " " + field.what);
    return fields;
}

} // namespace

TEST_CASE("an upload's form is the file and what is said of it", "[gateway][upload]") {
    const Sent sent{part("title", "Bonjour") + part("file", "RIFF", "hello.wav") +
                    part("usageType", "welcome") + part("tags", "a, b,,c") + part("tags", "d")};
    REQUIRE(sent.form);
    CHECK(sent.form->file == "RIFF");
    CHECK(sent.header().file_name() == "hello.wav");
    CHECK(sent.header().title() == "Bonjour");
    CHECK(sent.header().usage_type() == "welcome");
    CHECK(sent.header().tags_size() == 4);
    CHECK_FALSE(sent.header().has_description());
}

TEST_CASE("tags come as a JSON array and as tags[] too", "[gateway][upload]") {
    const Sent sent{part("file", "RIFF", "hello.wav") + part("tags", R"( ["a, b","é"])") +
                    part("tags[]", "c") + part("tags[]", R"(["d"])") + part("tags", "[]")};
    REQUIRE(sent.form);
    const auto& tags = sent.header().tags();
    CHECK(std::vector<std::string>{tags.begin(), tags.end()} ==
          std::vector<std::string>{"a, b", "é", "c", "d"});
    CHECK(wrong(part("file", "RIFF") + part("tags", "[1]") + part("title[]", "x")) ==
          std::vector<std::string>{"tags must be a comma list or a JSON array of texts",
                                   "title[] is not a known member"});
}

TEST_CASE("everything that is wrong with a form is named", "[gateway][upload]") {
    CHECK(wrong(part("titel", "x") + part("fileName", "x") + part("title", "a") +
                part("title", "b") + part("description", "\xff")) ==
          std::vector<std::string>{"titel is not a known member", "fileName is not a known member",
                                   "title is given twice", "description must be valid UTF-8",
                                   "file is required"});
    CHECK(wrong(part("file", "")) == std::vector<std::string>{"file is empty"});
    CHECK(wrong(part("file", "a") + part("file", "b")) ==
          std::vector<std::string>{"file is given twice"});
}

TEST_CASE("a file above 128 MiB is too large", "[gateway][upload]") {
    const Sent sent{part("file", std::string((128 << 20) + 1, 'x'))};
    REQUIRE_FALSE(sent.form);
    CHECK(sent.form.error().code == base::Errc::too_large);
}

TEST_CASE("what is said of a file has at most 1 MiB, in all its parts together",
          "[gateway][upload]") {
    std::string tags;
    while (tags.size() < 1 << 20) tags += "a,";
    CHECK(Sent{part("file", "RIFF") + part("tags", tags)}.form);
    for (const auto& more : {part("tags", tags + "a"), part("title", "a") + part("tags", tags)}) {
        const Sent sent{part("file", "RIFF") + more};
        REQUIRE_FALSE(sent.form);
        CHECK(sent.form.error().reason == "TOO_LARGE");
        CHECK(sent.form.error().what == "the form's texts are larger than 1 MiB");
    }
}
