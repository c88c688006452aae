#include "speech/grammar.hpp"

#include <array>

namespace hatif::speech {

namespace {

constexpr std::array numbers{
    // clang-format off
    NumberRule{0,             1,             "="},
    NumberRule{21,            20,            "20 >"},
    NumberRule{30,            30,            "30 [>]"},
    NumberRule{40,            40,            "40 [>]"},
    NumberRule{50,            50,            "50 [>]"},
    NumberRule{60,            60,            "60 [>]"},
    NumberRule{70,            70,            "70 [>]"},
    NumberRule{80,            80,            "80 [>]"},
    NumberRule{90,            90,            "90 [>]"},
    NumberRule{100,           100,           "100 [>]"},
    NumberRule{200,           100,           "200 [>]"},
    NumberRule{300,           100,           "300 [>]"},
    NumberRule{400,           100,           "400 [>]"},
    NumberRule{500,           100,           "500 [>]"},
    NumberRule{600,           100,           "600 [>]"},
    NumberRule{700,           100,           "700 [>]"},
    NumberRule{800,           100,           "800 [>]"},
    NumberRule{900,           100,           "900 [>]"},
    NumberRule{1'000,         1'000,         "< thousand [>]"},
    NumberRule{1'000'000,     1'000'000,     "< million [>]"},
    NumberRule{1'000'000'000, 1'000'000'000, "< billion [>]"},
    // clang-format on
};

constexpr std::array things{
    NounRule{1, 1, 0, "# N"},
    NounRule{0, UINT64_MAX, 0, "# N_plural"},
};

/// In pairs: nineteen ninety-nine, nineteen hundred, nineteen oh five; but two thousand five.
constexpr std::array years{
    // clang-format off
    NounRule{0, 999,        0,     "#"},
    NounRule{0, 9,          1'000, "#"},
    NounRule{0, 0,          100,   "< hundred"},
    NounRule{1, 9,          100,   "< oh >"},
    NounRule{0, UINT64_MAX, 0,     "< >"},
    // clang-format on
};

} // namespace

const Grammar english{.numbers = numbers,
                      .things = things,
                      .scales = {},
                      .years = years,
                      .inflections = {},
                      .feminine_up_to = 0,
                      .fraction_as_number_up_to = 0,
                      .ordinals = Ordinals::last_key,
                      .has_first = false,
                      .one_is_silent_in_ordinals = false};

} // namespace hatif::speech
