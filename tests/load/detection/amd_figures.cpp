#include "amd_figures.hpp"

#include "cpu_clock.hpp"
#include "detection/amd_detector.hpp"

#include <algorithm>
#include <functional>
#include <iomanip>
#include <map>

namespace hatif::evaluation {

namespace {

using detection::Answerer;
using detection::Verdict;

struct Count {
    int right = 0;
    int wrong = 0;
};

struct Tally {
    Count humans;
    Count machines;

    void add(bool machine, bool right) {
        auto& count = machine ? machines : humans;
        ++(right ? count.right : count.wrong);
    }
};

Verdict judge(const Sample& sample) {
    detection::Amd amd;
    const auto codec = sample.a_law ? audio::Codec::pcma : audio::Codec::pcmu;
    for (std::size_t i = 0; i < sample.lost.size(); ++i) {
        const std::span<const std::uint8_t> packet{sample.bytes.data() + 160 * i, 160};
        const auto verdict =
            sample.lost[i] ? amd.pass(std::chrono::milliseconds{20}) : amd.hear(codec, packet);
        if (verdict) return *verdict;
    }
    return {};
}

std::string percent(const Count& count) {
    const int all = count.right + count.wrong;
    if (all == 0) return "–";
    std::ostringstream text;
    text << std::fixed << std::setprecision(1) << 100.0 * count.wrong / all << " % of " << all;
    return text.str();
}

void tell(std::ostream& out, const std::string& by, const std::map<std::string, Tally>& tallies) {
    out << "| " << by << " | humans called machines | machines called humans |\n|---|---|---|\n";
    for (const auto& [name, tally] : tallies)
        out << "| " << name << " | " << percent(tally.humans) << " | " << percent(tally.machines)
            << " |\n";
    out << "\n";
}

int at(std::vector<int> delays, double share) {
    if (delays.empty()) return 0;
    std::sort(delays.begin(), delays.end());
    return delays[static_cast<std::size_t>(share * static_cast<double>(delays.size() - 1))];
}

void tell_delays(std::ostream& out, const char* who, const std::vector<int>& delays) {
    out << "| " << who << " | " << at(delays, 0.1) << " | " << at(delays, 0.5) << " | "
        << at(delays, 0.9) << " | " << at(delays, 0.99) << " |\n";
}

} // namespace

void tell_amd(std::ostream& out, const std::vector<Sample>& samples, bool each) {
    std::map<std::string, Tally> all;
    std::map<std::string, Tally> languages;
    std::map<std::string, Tally> noises;
    std::map<std::string, Tally> scenes;
    std::map<std::string, Tally> causes;
    std::vector<int> both;
    std::vector<int> humans;
    std::vector<int> machines;
    const CpuClock clock;
    std::vector<Verdict> verdicts;
    for (const auto& sample : samples) verdicts.push_back(judge(sample));
    const auto spent = clock.spent();
    double heard = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto& sample = samples[i];
        const auto& verdict = verdicts[i];
        const bool right = (verdict.answerer == Answerer::machine) == sample.machine;
        all["all"].add(sample.machine, right);
        languages[sample.language].add(sample.machine, right);
        noises[sample.noise].add(sample.machine, right);
        scenes[sample.scene].add(sample.machine, right);
        causes[std::string{to_string(verdict.cause)}].add(sample.machine, right);
        const auto delay = static_cast<int>(verdict.delay.count());
        both.push_back(delay);
        (sample.machine ? machines : humans).push_back(delay);
        heard += delay / 1'000.0;
        if (each && !right)
            out << (sample.machine ? "machine" : "human") << ", " << sample.language << ", "
                << sample.scene << ", " << sample.noise << ": " << verdict << "\n";
    }
    tell(out, "", all);
    tell(out, "language", languages);
    tell(out, "noise", noises);
    tell(out, "scene", scenes);
    tell(out, "decided by", causes);
    out << "| decided after, ms | p10 | median | p90 | p99 |\n|---|---|---|---|---|\n";
    tell_delays(out, "all", both);
    tell_delays(out, "humans", humans);
    tell_delays(out, "machines", machines);
    out << "\nCPU per 1,000 listening calls: " << std::setprecision(3) << 100'000 * spent / heard
        << " % of a core\n\n";
}

} // namespace hatif::evaluation
