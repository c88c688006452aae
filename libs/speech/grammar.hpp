#pragma once

#include "speech/language.hpp"

#include <cstdint>
#include <span>
#include <string_view>

/// How a language counts, as data. A saying is a line of words:
///
///     <        the quotient, n / base            =         n by its own key: "7", "7_feminine"
///     >        the remainder, n % base           #         n as it is counted
///     <*x      the quotient of the noun x        ^         n without its last two digits
///     [and >]  only where there is a remainder   N  N_x    the noun; the noun in its form x
///     >_x #_x ^_x  its last key in the form x    ~N        `of N`; N_of of a noun that elides
///     ##_x     every key of it in the form x     other     a key as it stands
namespace hatif::speech {

/// Holds for the numbers from `from` on, up to the next rule.
struct NumberRule {
    std::uint64_t from;
    std::uint64_t base;
    std::string_view saying;
};

/// Holds for n between `least` and `most`; with a modulus for larger n, by n % modulus. The first
/// one that holds is taken.
struct NounRule {
    std::uint64_t least;
    std::uint64_t most;
    std::uint64_t modulus; ///< 0: n itself
    std::string_view saying;
};

/// What is counted. `N_accusative` of a feminine noun is the noun itself: its ending takes no alif.
struct Noun {
    std::string_view key;
    bool feminine = false;
    bool elides = false; ///< fr: d'euros
};

/// In the form, the key is another one; a key without such a line stays as it is.
struct Inflection {
    std::string_view form;
    std::string_view key;
    std::string_view becomes;
};

enum class Ordinals {
    last_key,  ///< the last key of the cardinal: 20 1_ordinal
    every_key, ///< below 100 each key: 1_ordinal and 20_ordinal; what is above follows `after`
};

struct Grammar {
    std::span<const NumberRule> numbers;
    std::span<const NounRule> things; ///< dirhams, minutes
    std::span<const NounRule> scales; ///< thousands, as `<*thousand` says them
    std::span<const NounRule> years;  ///< of a date; their base is 100
    std::span<const Inflection> inflections;
    int feminine_up_to;           ///< the numbers with a feminine key of their own
    int fraction_as_number_up_to; ///< digits after the point said as one number
    Ordinals ordinals;
    bool has_first;                 ///< the first has a key of its own, `first`
    bool one_is_silent_in_ordinals; ///< le millionième, but one millionth
};

const Grammar& grammar_of(Language language);

extern const Grammar arabic;
extern const Grammar french;
extern const Grammar english;

} // namespace hatif::speech
