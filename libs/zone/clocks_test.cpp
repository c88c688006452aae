#include "zone/database.hpp"
#include "zone/zone.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

using namespace hatif;
using namespace std::chrono_literals;
using base::Instant;

namespace {

/// Every name that the system's table of zones has.
std::vector<std::string> names_of_system() {
    std::vector<std::string> names;
    std::ifstream in{"/usr/share/zoneinfo/zone.tab"};
    for (std::string line; std::getline(in, line);) {
        std::string country, place, name;
        if (line.empty() || line[0] == '#') continue;
        std::istringstream{line} >> country >> place >> name;
        names.push_back(name);
    }
    return names;
}

/// What the C library makes of the same moment.
base::Duration offset_of_system(Instant at) {
    const std::time_t second =
        std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    std::tm shown{};
    localtime_r(&second, &shown);
    return std::chrono::seconds{shown.tm_gmtoff};
}

void set_clocks_to(const std::string& name) {
    setenv("TZ", (":" + name).c_str(), 1);
    tzset();
}

} // namespace

TEST_CASE("every clock shows what it shows to the C library, before and after each setting",
          "[zone]") {
    std::mt19937_64 random{2};
    const auto names = names_of_system();
    REQUIRE(names.size() > 400);
    const auto from = base::from_iso8601("1970-01-01T00:00:00Z").value();
    const auto until = base::from_iso8601("2060-01-01T00:00:00Z").value();
    for (const auto& name : names) {
        CAPTURE(name);
        const auto it = zone::Zone::named(name).value();
        set_clocks_to(name);
        std::vector<Instant> moments;
        for (auto next = it.next_transition(from); next && *next < until;
             next = it.next_transition(*next)) {
            moments.insert(moments.end(), {*next - 1s, *next});
        }
        const auto seconds = std::chrono::floor<std::chrono::seconds>(until - from).count();
        for (int i = 0; i < 200; ++i) {
            const auto second = random() % static_cast<std::uint64_t>(seconds);
            moments.push_back(from + std::chrono::seconds{second});
        }
        for (const auto moment : moments) {
            if (it.offset_at(moment) == offset_of_system(moment)) continue;
            FAIL(base::to_iso8601(moment) << ", built from " << zone::database_version());
        }
    }
}
