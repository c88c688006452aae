#include "recording/label.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif;
using recording::Label;
using recording::parse_label;
using recording::to_text;

namespace {

Label label(std::string about) {
    return {.id = base::Uuid::parse("018f4d2e-1111-7222-8333-444455556666").value(),
            .key = objects::ObjectKey::parse("recordings/organization/one.wav").value(),
            .channels = 2,
            .began_at = base::Instant{base::Duration{1'763'000'000'123'456}},
            .about = std::move(about)};
}

} // namespace

TEST_CASE("a label is read as it was written, whatever the caller's words", "[unit][recording]") {
    for (const auto& about : {std::string{}, std::string{"attempt 1\nnode 2\n"},
                              std::string("\0\xFF\n\n\0", 5), std::string(100'000, 'x')}) {
        CHECK(parse_label(to_text(label(about))) == label(about));
    }
}

TEST_CASE("half a label is none", "[unit][recording]") {
    const auto whole = to_text(label("organization and attempt"));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CHECK_FALSE(parse_label(whole.substr(0, size)));
    }
    CHECK_FALSE(parse_label(whole + "x"));
}

TEST_CASE("a damaged label is read as another one or not at all", "[unit][recording]") {
    const auto whole = to_text(label("about"));
    std::mt19937 random{1};
    for (int i = 0; i < 20'000; ++i) {
        auto text = whole;
        for (int hit = 0; hit < 3; ++hit)
            text[random() % text.size()] = static_cast<char>(random());
        const auto read = parse_label(text);
        if (read) CHECK((read->channels == 1 || read->channels == 2));
    }
}
