#include "amd_figures.hpp"
#include "beep_figures.hpp"
#include "corpus.hpp"
#include "key_figures.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

#include <iostream>
#include <tuple>

using namespace hatif;

/// Measures how well machines, beeps and keys are heard, on sound that it makes itself.
int main(int count, char** arguments) {
    CLI::App app{"how well machines, beeps and keys are heard"};
    std::string greetings = "tests/load/detection/greetings.txt";
    std::string kept = "build/speech";
    std::string half = "both";
    int samples = 1'400;
    bool each = false;
    std::vector<std::string> what{"amd", "beep", "keys"};
    app.add_option("--greetings", greetings, "what is said");
    app.add_option("--kept", kept, "where spoken sound is kept");
    app.add_option("--half", half, "tune, hold or both");
    app.add_option("--samples", samples, "answered calls, both halves together");
    app.add_flag("--each", each, "one line for each call judged wrongly");
    app.add_option("what", what, "amd, beep, keys");
    CLI11_PARSE(app, count, arguments);

    const evaluation::Speaker speaker{kept};
    const auto texts = evaluation::read_greetings(greetings);
    const auto wanted = [&](const std::string& name) {
        return std::find(what.begin(), what.end(), name) != what.end();
    };
    for (const auto& [name, which, seed] : {std::tuple{"tune", evaluation::Half::tune, 5U},
                                            std::tuple{"hold", evaluation::Half::hold, 55U}}) {
        if (half != "both" && half != name) continue;
        std::cout << "## " << (which == evaluation::Half::tune ? "Tuning half" : "Held-out half")
                  << "\n\n";
        if (wanted("amd"))
            evaluation::tell_amd(
                std::cout, evaluation::Corpus{texts, speaker, which, seed}.answers(samples / 2),
                each);
        if (wanted("beep"))
            evaluation::tell_beeps(
                std::cout, evaluation::Corpus{texts, speaker, which, seed + 1}.beeps(480), each);
        if (wanted("keys"))
            evaluation::tell_keys(std::cout,
                                  evaluation::Corpus{texts, speaker, which, seed + 2}.speech(1'800),
                                  seed + 3);
    }
}
