#include "costs.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace hatif::load {

namespace {

struct Stat {
    pid_t parent = 0;
    double own = 0;   ///< seconds
    double ended = 0; ///< of children that ended
};

Stat stat_of(const std::string& pid) {
    std::ifstream file{"/proc/" + pid + "/stat"};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    std::istringstream rest{text.substr(std::min(text.size(), text.rfind(')') + 2))};
    std::vector<std::string> words;
    for (std::string word; rest >> word;) words.push_back(word);
    if (words.size() < 16) return {};
    const double tick = 1.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
    return {std::stoi(words[1]), tick * (std::stod(words[11]) + std::stod(words[12])),
            tick * (std::stod(words[13]) + std::stod(words[14]))};
}

} // namespace

double cpu_of(pid_t process) {
    const auto it = stat_of(std::to_string(process));
    return it.own + it.ended;
}

double cpu_of_family(pid_t process) {
    double all = cpu_of(process);
    for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
        const auto name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        const auto it = stat_of(name);
        if (it.parent == process) all += it.own;
    }
    return all;
}

} // namespace hatif::load
