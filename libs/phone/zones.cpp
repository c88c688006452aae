#include "phone/zones.hpp"

#include "phone/zones_by_prefix.hpp"

#include <array>
#include <cstdint>

namespace hatif::phone {

namespace {

using Zones = std::vector<std::string>;

std::string_view next_word(std::string_view& text, char separator) {
    const auto end = std::min(text.find(separator), text.size());
    const auto word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return word;
}

/// A tree of digits. Node 0 is the root, and no node's child; set 0 is empty.
class Tree {
public:
    /// Lines of zones joined by commas and the prefixes that mean them; # begins a comment.
    explicit Tree(std::string_view lines) {
        while (!lines.empty()) {
            auto line = next_word(lines, '\n');
            if (!line.empty() && line.front() != '#') add_line(line);
        }
    }

    const Zones& find(std::string_view digits) const {
        std::uint16_t set = 0;
        std::uint16_t node = 0;
        for (const char digit : digits) {
            node = nodes_[node].next[static_cast<std::size_t>(digit - '0')];
            if (node == 0) break;
            if (nodes_[node].set != 0) set = nodes_[node].set;
        }
        return sets_[set];
    }

private:
    struct Node {
        std::array<std::uint16_t, 10> next{};
        std::uint16_t set = 0;
    };

    void add_line(std::string_view line) {
        auto names = next_word(line, ' ');
        Zones zones;
        while (!names.empty()) zones.emplace_back(next_word(names, ','));
        sets_.push_back(std::move(zones));
        while (!line.empty()) add_prefix(next_word(line, ' '));
    }

    void add_prefix(std::string_view prefix) {
        std::uint16_t node = 0;
        for (const char digit : prefix) {
            const auto place = static_cast<std::size_t>(digit - '0');
            if (nodes_[node].next.at(place) == 0) {
                nodes_[node].next[place] = static_cast<std::uint16_t>(nodes_.size());
                nodes_.emplace_back();
            }
            node = nodes_[node].next[place];
        }
        nodes_[node].set = static_cast<std::uint16_t>(sets_.size() - 1);
    }

    std::vector<Node> nodes_{1};
    std::vector<Zones> sets_{1};
};

} // namespace

const Zones& zones_of(const PhoneNumber& number) {
    static const auto& tree = *new Tree{zones_by_prefix()}; // outlives whatever else is static
    return tree.find(std::string_view{number.e164()}.substr(1));
}

} // namespace hatif::phone
