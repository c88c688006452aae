#include "speech/writing.hpp"

#include <algorithm>
#include <array>

// A hyphen joins what is below a hundred and has no `et`: quatre-vingt-un, but vingt et un. Vingt
// and cent have their s where they are multiplied and end their number; a million is a noun and
// leaves it to them, mille does not. Nouns have a plural from two on, which is seen, not heard.
namespace hatif::speech {

namespace {

/// The nouns, by their keys, and their plural, where it is not the s of all others.
struct Plural {
    std::string_view key;
    std::string_view written;
};
constexpr std::array nouns{
    // clang-format off
    Plural{"million", "millions"}, Plural{"billion", "milliards"}, Plural{"hour", "heures"},
    Plural{"dirham", "dirhams"},   Plural{"centime", "centimes"},  Plural{"fils", "fils"},
    Plural{"dinar", "dinars"},     Plural{"pound", "livres"},      Plural{"piastre", "piastres"},
    Plural{"euro", "euros"},       Plural{"cent", "cents"},        Plural{"penny", "pence"},
    Plural{"riyal", "riyals"},     Plural{"halala", "halalas"},    Plural{"millime", "millimes"},
    Plural{"dollar", "dollars"},   Plural{"franc", "francs"},
    // clang-format on
};

bool is_scale(std::string_view key) {
    return key == "million" || key == "billion";
}

bool counts(std::string_view key) {
    return (numeral_of(key) || key == "thousand") && key.find("_ordinal") == std::string_view::npos;
}

class Line {
public:
    explicit Line(const Keys& keys) : keys_{keys} {}

    std::string written() const {
        std::string text;
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            if (i > 0) text += hyphen_before(i) ? '-' : ' ';
            text += word(i);
        }
        return text;
    }

private:
    bool hyphen_before(std::size_t at) const {
        const auto tens = numeral_of(keys_[at - 1]);
        const auto unit = numeral_of(keys_[at]);
        return tens && unit && *tens >= 20 && *tens <= 80 && *unit >= 1 && *unit <= 19;
    }

    /// Whether the number goes on, so that quatre-vingts and deux cents lose their s.
    bool goes_on(std::size_t at) const {
        if (at + 1 == keys_.size()) return false;
        const std::string_view next = keys_[at + 1];
        return numeral_of(next) || next == "thousand" || next == "thousand_ordinal";
    }

    /// More than one, by the number that ends before `at`.
    bool several_before(std::size_t at) const {
        if (at == 0) return false;
        const std::string_view last = keys_[at - 1];
        if (last == "of" || is_scale(last) || last == "thousand") return true;
        const auto count = numeral_of(last);
        if (!count) return false;
        const bool alone = at < 2 || !(counts(keys_[at - 2]) || is_scale(keys_[at - 2]) ||
                                       (keys_[at - 2] == "and" && at > 2 && counts(keys_[at - 3])));
        return *count > 1 || !alone;
    }

    /// A scale starts to be counted anew after the scale before it: un milliard un million.
    bool several_of_scale(std::size_t at) const {
        if (at >= 2 && is_scale(keys_[at - 2])) return numeral_of(keys_[at - 1]).value_or(0) > 1;
        return several_before(at);
    }

    std::string word(std::size_t at) const {
        const std::string_view key = keys_[at];
        std::string words = word_for(Language::fr, key);
        const auto number =
            key.find('_') == std::string_view::npos ? numeral_of(key) : std::nullopt;
        if (number && (*number == 80 || *number >= 200) && goes_on(at)) words.pop_back();
        const auto noun = std::find_if(nouns.begin(), nouns.end(),
                                       [&](const Plural& it) { return it.key == key; });
        if (noun == nouns.end()) return words;
        const bool several = is_scale(key) ? several_of_scale(at) : several_before(at);
        return several ? std::string{noun->written} : words;
    }

    const Keys& keys_;
};

} // namespace

std::string write_french(const Keys& keys) {
    return Line{keys}.written();
}

} // namespace hatif::speech
