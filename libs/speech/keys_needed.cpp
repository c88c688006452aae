#include "speech/keys_needed.hpp"

#include <fmt/format.h>

namespace hatif::speech {

namespace {

/// The keys of many sayings. What a language needs follows from its rules alone, so that no list
/// has to be kept beside them.
class Collection {
public:
    void add(const base::Result<Keys>& said) {
        if (said) keys_.insert(said->begin(), said->end());
    }

    std::set<std::string> all() && { return std::move(keys_); }

private:
    std::set<std::string> keys_;
};

} // namespace

std::set<std::string> keys_needed(Language language, NumberMode mode, std::string_view currency) {
    Collection collection;
    const auto say = [&](const std::string& text) {
        collection.add(say_number(language, mode, text, currency));
    };
    if (mode == NumberMode::digits) {
        for (const auto* text : {"0123456789", "+1", "-1.0", "*#"}) say(text);
        return std::move(collection).all();
    }
    const auto say_part = [&](int part) {
        for (const auto* scale : {"", "000", "000000", "000000000"}) {
            say(fmt::format("{}{}", part, scale));
        }
        say(fmt::format("0.{:02}", part));
        say(fmt::format("0.{:03}", part));
    };
    // Beyond these no number has a word of its own.
    for (int part = 0; part <= 102; ++part) say_part(part);
    for (int part = 200; part < 1'000; part += 100) say_part(part);
    // Within a number a scale may have another form than at its end.
    for (const int part : {1, 2, 3, 11, 12, 20, 22, 30, 40, 50, 60, 70, 80, 90, 200, 211}) {
        for (const auto* rest : {"", "001", "011", "000001", "000011", "000000001", "000000011"}) {
            say(fmt::format("{}{}", part, rest));
        }
    }
    say("-1.5");
    return std::move(collection).all();
}

std::set<std::string> keys_needed(Language language, DateMode mode) {
    Collection collection;
    const auto say = [&](const std::string& text) {
        collection.add(say_date(language, mode, text));
    };
    for (int day = 1; day <= 31; ++day) say(fmt::format("2025-01-{:02}", day));
    for (int month = 1; month <= 12; ++month) say(fmt::format("2025-{:02}-01", month));
    for (int year = 1900; year < 2100; ++year) say(fmt::format("{}-01-01", year));
    for (int hour = 0; hour < 24; ++hour) say(fmt::format("2025-01-01T{:02}:00", hour));
    for (int minute = 0; minute < 60; ++minute) say(fmt::format("2025-01-01T00:{:02}", minute));
    return std::move(collection).all();
}

} // namespace hatif::speech
