#include "speech/grammar.hpp"

#include <array>

// 71 is sixty and eleven, 91 eighty eleven; `and` stands before one and eleven alone. The plural is
// not heard, so that no key has one.
namespace hatif::speech {

namespace {

constexpr std::array numbers{
    // clang-format off
    NumberRule{0,             1,             "="},
    NumberRule{21,            20,            "20 and >"},
    NumberRule{22,            20,            "20 >"},
    NumberRule{30,            30,            "="},
    NumberRule{31,            30,            "30 and >"},
    NumberRule{32,            30,            "30 >"},
    NumberRule{40,            40,            "="},
    NumberRule{41,            40,            "40 and >"},
    NumberRule{42,            40,            "40 >"},
    NumberRule{50,            50,            "="},
    NumberRule{51,            50,            "50 and >"},
    NumberRule{52,            50,            "50 >"},
    NumberRule{60,            60,            "="},
    NumberRule{61,            60,            "60 and >"},
    NumberRule{62,            60,            "60 >"},
    NumberRule{70,            70,            "="},
    NumberRule{71,            60,            "60 and >"},
    NumberRule{72,            60,            "60 >"},
    NumberRule{80,            80,            "="},
    NumberRule{81,            80,            "80 >"},
    NumberRule{90,            90,            "="},
    NumberRule{91,            80,            "80 >"},
    NumberRule{100,           100,           "100 [>]"},
    NumberRule{200,           100,           "200 [>]"},
    NumberRule{300,           100,           "300 [>]"},
    NumberRule{400,           100,           "400 [>]"},
    NumberRule{500,           100,           "500 [>]"},
    NumberRule{600,           100,           "600 [>]"},
    NumberRule{700,           100,           "700 [>]"},
    NumberRule{800,           100,           "800 [>]"},
    NumberRule{900,           100,           "900 [>]"},
    NumberRule{1'000,         1'000,         "thousand [>]"},
    NumberRule{2'000,         1'000,         "< thousand [>]"},
    NumberRule{1'000'000,     1'000'000,     "< million [>]"},
    NumberRule{1'000'000'000, 1'000'000'000, "< billion [>]"},
    // clang-format on
};

/// A million *of* dirhams.
constexpr std::array things{
    NounRule{0, 0, 1'000'000, "# ~N"},
    NounRule{0, UINT64_MAX, 0, "# N"},
};

constexpr std::array years{NounRule{0, UINT64_MAX, 0, "#"}};

} // namespace

const Grammar french{.numbers = numbers,
                     .things = things,
                     .scales = {},
                     .years = years,
                     .inflections = {},
                     .feminine_up_to = 1,
                     .fraction_as_number_up_to = 2,
                     .ordinals = Ordinals::last_key,
                     .has_first = true,
                     .one_is_silent_in_ordinals = true};

} // namespace hatif::speech
