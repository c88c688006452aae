#include "beep_figures.hpp"

#include "cpu_clock.hpp"
#include "detection/beep_listener.hpp"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <map>

namespace hatif::evaluation {

namespace {

struct Tally {
    int samples = 0;
    int beeps = 0;
    int found = 0;
    int wrong = 0; ///< told where there is none
    double seconds = 0;
};

std::vector<detection::Beep> listen(const Sample& sample) {
    detection::BeepListener listener;
    std::vector<detection::Beep> beeps;
    const auto codec = sample.a_law ? audio::Codec::pcma : audio::Codec::pcmu;
    for (std::size_t i = 0; i < sample.lost.size(); ++i) {
        const std::span<const std::uint8_t> packet{sample.bytes.data() + 160 * i, 160};
        const auto beep = sample.lost[i] ? listener.pass(std::chrono::milliseconds{20})
                                         : listener.hear(codec, packet);
        if (beep) beeps.push_back(*beep);
    }
    return beeps;
}

void tell(std::ostream& out, const std::map<std::string, Tally>& tallies) {
    out << "| | samples | beeps | found | told falsely | sound, s |\n|---|---|---|---|---|---|\n";
    for (const auto& [name, tally] : tallies)
        out << "| " << name << " | " << tally.samples << " | " << tally.beeps << " | "
            << tally.found << " | " << tally.wrong << " | " << std::lround(tally.seconds) << " |\n";
    out << "\n";
}

} // namespace

void tell_beeps(std::ostream& out, const std::vector<BeepSample>& samples, bool each) {
    std::map<std::string, Tally> scenes;
    std::map<std::string, Tally> noises;
    double seconds = 0;
    const CpuClock clock;
    std::vector<std::vector<detection::Beep>> heard;
    for (const auto& sample : samples) heard.push_back(listen(sample.sound));
    const auto spent = clock.spent();
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto& sample = samples[i];
        const auto length = static_cast<double>(sample.sound.bytes.size()) / 8'000;
        seconds += length;
        int found = 0;
        int wrong = 0;
        for (const auto& beep : heard[i]) {
            const auto after = static_cast<double>(beep.at.count()) / 1'000 - sample.beep_ends;
            const bool right = sample.beep_ends > 0 && after > -0.02 && after <= 0.2;
            ++(right ? found : wrong);
            if (each && !right) out << "false in " << sample.sound.scene << ": " << beep << "\n";
        }
        if (each && sample.beep_ends > 0 && found == 0)
            out << "missed: " << sample.hertz << " Hz, " << sample.sound.noise << "\n";
        for (auto* tally : {&scenes[sample.sound.scene], &noises[sample.sound.noise]}) {
            ++tally->samples;
            tally->beeps += sample.beep_ends > 0 ? 1 : 0;
            tally->found += std::min(found, 1);
            tally->wrong += wrong;
            tally->seconds += length;
        }
    }
    tell(out, scenes);
    tell(out, noises);
    out << "CPU per 1,000 listening calls: " << std::setprecision(3) << 100'000 * spent / seconds
        << " % of a core\n\n";
}

} // namespace hatif::evaluation
