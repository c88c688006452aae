#include "speech/grammar.hpp"

#include <array>

// Units stand before tens; `and` joins all parts. What is counted stands in the dual for two, in
// the plural after 3 to 10, in the singular after all else; after hundreds, one and two of it are
// named once more: a hundred dirhams and a dirham.
namespace hatif::speech {

namespace {

constexpr std::array numbers{
    // clang-format off
    NumberRule{0,             1,             "="},
    NumberRule{20,            10,            "="},
    NumberRule{21,            20,            "> and 20"},
    NumberRule{30,            30,            "="},
    NumberRule{31,            30,            "> and 30"},
    NumberRule{40,            40,            "="},
    NumberRule{41,            40,            "> and 40"},
    NumberRule{50,            50,            "="},
    NumberRule{51,            50,            "> and 50"},
    NumberRule{60,            60,            "="},
    NumberRule{61,            60,            "> and 60"},
    NumberRule{70,            70,            "="},
    NumberRule{71,            70,            "> and 70"},
    NumberRule{80,            80,            "="},
    NumberRule{81,            80,            "> and 80"},
    NumberRule{90,            90,            "="},
    NumberRule{91,            90,            "> and 90"},
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
    NounRule{1, 1,  0,   "N ="},
    NounRule{2, 2,  0,   "N_dual"},
    NounRule{3, 10, 0,   "# N_plural"},
    NounRule{1, 1,  100, "^ N and N"},
    NounRule{2, 2,  100, "^ N and N_dual"},
    NounRule{3, 10, 100, "# N_plural"},
    NounRule{0, UINT64_MAX, 0, "# N"},
    // clang-format on
};

constexpr std::array scales{
    // clang-format off
    NounRule{1, 1,  0,   "N"},
    NounRule{2, 2,  0,   "N_dual"},
    NounRule{3, 10, 0,   "# N_plural"},
    NounRule{1, 1,  100, "^ N and N"},
    NounRule{2, 2,  100, "^ N and N_dual"},
    NounRule{3, 10, 100, "# N_plural"},
    NounRule{0, UINT64_MAX, 0, "# N"},
    // clang-format on
};

} // namespace

const Grammar arabic{.numbers = numbers,
                     .things = things,
                     .scales = scales,
                     .feminine_up_to = 19,
                     .fraction_as_number_up_to = 2,
                     .ordinals = Ordinals::every_key,
                     .has_first = true};

} // namespace hatif::speech
