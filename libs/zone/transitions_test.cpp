#include "zone/transitions.hpp"

#include "zone/database.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>

using namespace hatif;
using namespace std::chrono_literals;
using zone::read_transitions;

namespace {

/// An empty version 2 file but for its last lines.
std::string file_of(const std::string& footer) {
    std::string header = "TZif2" + std::string(15, '\0');
    for (const char count : {'\0', '\0', '\0', '\0', '\1', '\4'})
        header += std::string(3, '\0') + count;
    const std::string data = std::string(6, '\0') + std::string("UTC\0", 4);
    return header + data + header + data + "\n" + footer + "\n";
}

} // namespace

TEST_CASE("RFC 8536: a zone that was never set follows its footer", "[zone][transitions]") {
    CHECK(read_transitions(file_of("<+03>-3"))->before == 3h);
    CHECK(read_transitions(file_of("<+03>-3"))->settings.empty());
    CHECK(read_transitions(file_of(""))->before == 0h);
    const auto paris = read_transitions(file_of("CET-1CEST,M3.5.0,M10.5.0/3")).value();
    REQUIRE_FALSE(paris.settings.empty());
    CHECK(paris.before == 1h);
    CHECK(paris.settings.back().at < base::from_iso8601("2201-01-01T00:00:00Z").value());
    CHECK(paris.settings.back().at > base::from_iso8601("2200-01-01T00:00:00Z").value());
}

TEST_CASE("every setting changes the offset, in the order of time", "[zone][transitions]") {
    for (const auto* name : {"Africa/Casablanca", "Africa/Cairo", "Asia/Gaza", "Europe/Dublin",
                             "America/Nuuk", "Antarctica/Troll", "Pacific/Apia", "UTC"}) {
        CAPTURE(name);
        const auto it = read_transitions(zone::compiled_zone(name).value()).value();
        auto offset = it.before;
        auto last = base::Instant::min();
        for (const auto& setting : it.settings) {
            REQUIRE(setting.offset != offset);
            REQUIRE(setting.at > last);
            offset = setting.offset;
            last = setting.at;
        }
    }
}

TEST_CASE("what is no compiled zone is refused, and does no harm", "[zone][transitions]") {
    const std::string sound{zone::compiled_zone("Africa/Casablanca").value()};
    REQUIRE(read_transitions(sound));
    CHECK_FALSE(read_transitions(""));
    CHECK_FALSE(read_transitions("TZif"));
    CHECK_FALSE(read_transitions(file_of("what?")));
    for (std::size_t size = 0; size < sound.size(); ++size) {
        REQUIRE_FALSE(read_transitions(std::string_view{sound}.substr(0, size)));
    }
    std::mt19937 random{4};
    for (int round = 0; round < 5'000; ++round) {
        auto bytes = sound;
        for (int i = 0; i < 4; ++i) {
            // Half of them in the headers, whose counts say how much is to be read.
            const auto place = random() % 2 == 0 ? random() % 44 : random() % bytes.size();
            bytes[place] = static_cast<char>(random());
        }
        (void)read_transitions(bytes);
    }
}
