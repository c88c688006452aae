#include "speech/date.hpp"
#include "speech/number.hpp"
#include "speech/plain_text.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <fstream>
#include <vector>

// Each line of golden/*.txt is `mode | value | keys | plain text`. REWRITE=1 writes what is said
// now; the difference is to be read, and kept only when it is understood.

using namespace hatif;
using namespace hatif::speech;

namespace {

std::vector<std::string> columns_of(const std::string& line) {
    std::vector<std::string> all;
    std::size_t from = 0;
    while (from <= line.size()) {
        const auto end = std::min(line.find(" | ", from), line.size());
        all.push_back(line.substr(from, end - from));
        from = end + 3;
    }
    return all;
}

/// "full", "currency EUR", "date day_month".
base::Result<Keys> say(Language language, const std::string& mode, const std::string& value) {
    if (mode.starts_with("date ")) {
        return say_date(language, date_mode_named(mode.substr(5)).value(), value);
    }
    const auto space = std::min(mode.find(' '), mode.size());
    return say_number(language, number_mode_named(mode.substr(0, space)).value(), value,
                      space == mode.size() ? "MAD" : mode.substr(space + 1));
}

std::string line_of(Language language, const std::string& mode, const std::string& value) {
    const auto keys = say(language, mode, value);
    if (!keys) return fmt::format("{} | {} | refused | {}", mode, value, keys.error().reason);
    return fmt::format("{} | {} | {} | {}", mode, value, fmt::join(*keys, " "),
                       plain_text(language, *keys));
}

} // namespace

TEST_CASE("what is said is what was read and found good", "[speech][golden]") {
    const bool rewrite = std::getenv("REWRITE") != nullptr; // NOLINT(concurrency-mt-unsafe)
    for (const auto language : languages) {
        const auto path = fmt::format("golden/{}.txt", to_string(language));
        std::ifstream file{path};
        REQUIRE(file.is_open());
        std::string written;
        int lines = 0;
        for (std::string line; std::getline(file, line);) {
            if (line.empty() || line.front() == '#') {
                written += line + '\n';
                continue;
            }
            const auto columns = columns_of(line);
            REQUIRE(columns.size() >= 2);
            const auto now = line_of(language, columns[0], columns[1]);
            if (!rewrite) CHECK(now == line);
            written += now + '\n';
            ++lines;
        }
        CHECK(lines >= 200);
        if (rewrite) std::ofstream{path} << written;
    }
}
