#include "speech/grammar.hpp"

#include <array>

// Units stand before tens; `and` joins all parts. What is counted stands in the dual for two, in
// the plural after 3 to 10, in the accusative singular after 11 to 99, in the singular after all
// else; after hundreds, one and two of it are named once more: a hundred dirhams and a dirham. What
// stands right before a noun is in the construct state: a dual loses its nun, a scale its tanwin.
namespace hatif::speech {

namespace {

constexpr std::array numbers{
    // clang-format off
    NumberRule{0,             1,             "="},
    NumberRule{20,            10,            "="},
    NumberRule{21,            20,            ">_joined and 20"},
    NumberRule{30,            30,            "="},
    NumberRule{31,            30,            ">_joined and 30"},
    NumberRule{40,            40,            "="},
    NumberRule{41,            40,            ">_joined and 40"},
    NumberRule{50,            50,            "="},
    NumberRule{51,            50,            ">_joined and 50"},
    NumberRule{60,            60,            "="},
    NumberRule{61,            60,            ">_joined and 60"},
    NumberRule{70,            70,            "="},
    NumberRule{71,            70,            ">_joined and 70"},
    NumberRule{80,            80,            "="},
    NumberRule{81,            80,            ">_joined and 80"},
    NumberRule{90,            90,            "="},
    NumberRule{91,            90,            ">_joined and 90"},
    NumberRule{100,           100,           "100 [and >]"},
    NumberRule{200,           100,           "200 [and >]"},
    NumberRule{300,           100,           "300 [and >]"},
    NumberRule{400,           100,           "400 [and >]"},
    NumberRule{500,           100,           "500 [and >]"},
    NumberRule{600,           100,           "600 [and >]"},
    NumberRule{700,           100,           "700 [and >]"},
    NumberRule{800,           100,           "800 [and >]"},
    NumberRule{900,           100,           "900 [and >]"},
    NumberRule{1'000,         1'000,         "<*thousand [and >]"},
    NumberRule{1'000'000,     1'000'000,     "<*million [and >]"},
    NumberRule{1'000'000'000, 1'000'000'000, "<*billion [and >]"},
    // clang-format on
};

constexpr std::array things{
    // clang-format off
    NounRule{1,  1,  0,   "N ="},
    NounRule{2,  2,  0,   "N_dual"},
    NounRule{3,  10, 0,   "#_construct N_plural"},
    NounRule{11, 99, 0,   "# N_accusative"},
    NounRule{1,  1,  100, "^_construct N and N"},
    NounRule{2,  2,  100, "^_construct N and N_dual"},
    NounRule{3,  10, 100, "#_construct N_plural"},
    NounRule{11, 99, 100, "# N_accusative"},
    NounRule{0, UINT64_MAX, 0, "#_construct N"},
    // clang-format on
};

constexpr std::array scales{
    // clang-format off
    NounRule{1,  1,  0,   "N"},
    NounRule{2,  2,  0,   "N_dual"},
    NounRule{3,  10, 0,   "# N_plural"},
    NounRule{11, 99, 0,   "# N_accusative"},
    NounRule{1,  1,  100, "^_construct N and N"},
    NounRule{2,  2,  100, "^_construct N and N_dual"},
    NounRule{3,  10, 100, "# N_plural"},
    NounRule{11, 99, 100, "# N_accusative"},
    NounRule{0, UINT64_MAX, 0, "#_construct N"},
    // clang-format on
};

/// A year stands in the genitive behind its month, as behind `the year of` that nobody says.
constexpr std::array years{NounRule{0, UINT64_MAX, 0, "##_genitive"}};

constexpr std::array inflections{
    // clang-format off
    Inflection{"construct", "8_feminine",          "8_feminine_construct"},
    Inflection{"construct", "200",                 "200_construct"},
    Inflection{"construct", "thousand_dual",       "thousand_dual_construct"},
    Inflection{"construct", "million_dual",        "million_dual_construct"},
    Inflection{"construct", "billion_dual",        "billion_dual_construct"},
    Inflection{"construct", "thousand_accusative", "thousand"},
    Inflection{"construct", "million_accusative",  "million"},
    Inflection{"construct", "billion_accusative",  "billion"},
    Inflection{"joined",    "1_feminine",          "1_feminine_joined"},
    Inflection{"genitive",  "2",                   "2_genitive"},
    Inflection{"genitive",  "12",                  "12_genitive"},
    Inflection{"genitive",  "20",                  "20_genitive"},
    Inflection{"genitive",  "30",                  "30_genitive"},
    Inflection{"genitive",  "40",                  "40_genitive"},
    Inflection{"genitive",  "50",                  "50_genitive"},
    Inflection{"genitive",  "60",                  "60_genitive"},
    Inflection{"genitive",  "70",                  "70_genitive"},
    Inflection{"genitive",  "80",                  "80_genitive"},
    Inflection{"genitive",  "90",                  "90_genitive"},
    Inflection{"genitive",  "200",                 "200_genitive"},
    Inflection{"genitive",  "200_construct",       "200_construct_genitive"},
    Inflection{"genitive",  "thousand_dual",       "thousand_dual_genitive"},
    Inflection{"genitive",  "million_dual",        "million_dual_genitive"},
    Inflection{"genitive",  "billion_dual",        "billion_dual_genitive"},
    // clang-format on
};

} // namespace

const Grammar arabic{.numbers = numbers,
                     .things = things,
                     .scales = scales,
                     .years = years,
                     .inflections = inflections,
                     .feminine_up_to = 19,
                     .fraction_as_number_up_to = 2,
                     .ordinals = Ordinals::every_key,
                     .has_first = true,
                     .one_is_silent_in_ordinals = false};

} // namespace hatif::speech
