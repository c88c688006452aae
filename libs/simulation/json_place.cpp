#include "simulation/explain.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace hatif::simulation {

namespace {

/// Goes through a JSON text that was parsed before: what is no JSON ends it early, no more.
class Walker {
public:
    explicit Walker(std::string_view json) : json_{json} {}

    /// Where the part begins that these steps lead to, or the last one of them that is there.
    std::size_t find(std::string_view pointer) {
        auto found = begin();
        while (!pointer.empty()) {
            pointer.remove_prefix(1);
            const auto end = std::min(pointer.find('/'), pointer.size());
            if (!enter(unescaped(pointer.substr(0, end)))) return found;
            found = begin();
            pointer.remove_prefix(end);
        }
        return found;
    }

private:
    static std::string unescaped(std::string_view step) {
        std::string plain;
        for (std::size_t i = 0; i < step.size(); ++i) {
            const bool escapes = step[i] == '~' && i + 1 < step.size();
            plain += !escapes ? step[i] : step[++i] == '1' ? '/' : '~';
        }
        return plain;
    }

    char here() const { return at_ < json_.size() ? json_[at_] : '\0'; }

    std::size_t begin() {
        while (at_ < json_.size() &&
               std::string_view{" \t\r\n,:"}.find(json_[at_]) != std::string_view::npos) {
            ++at_;
        }
        return at_;
    }

    std::string_view text() {
        const auto from = ++at_;
        while (at_ < json_.size() && json_[at_] != '"') at_ += json_[at_] == '\\' ? 2 : 1;
        const auto until = std::min(at_, json_.size());
        ++at_;
        return json_.substr(from, until - from);
    }

    /// Over one value, whatever it is, without recursion.
    void pass() {
        int depth = 0;
        do {
            begin();
            const char c = here();
            if (c == '"') {
                text();
                continue;
            }
            if (c == '{' || c == '[') ++depth;
            if (c == '}' || c == ']') --depth;
            ++at_;
            const bool is_word = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
            while (is_word && at_ < json_.size() &&
                   std::string_view{" \t\r\n,:]}"}.find(json_[at_]) == std::string_view::npos) {
                ++at_;
            }
        } while (depth > 0 && at_ < json_.size());
    }

    bool enter(const std::string& step) {
        const char kind = here();
        if (kind != '{' && kind != '[') return false;
        ++at_;
        for (std::size_t index = 0;; ++index) {
            begin();
            if (here() == '}' || here() == ']' || here() == '\0') return false;
            const bool named = kind == '{' && text() == step;
            if (named || (kind == '[' && std::to_string(index) == step)) return true;
            begin();
            pass();
        }
    }

    std::string_view json_;
    std::size_t at_ = 0;
};

} // namespace

int line_of(std::string_view json, std::string_view pointer) {
    const auto place = std::min(Walker{json}.find(pointer), json.size());
    return 1 + static_cast<int>(std::count(
                   json.begin(), json.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
}

} // namespace hatif::simulation
