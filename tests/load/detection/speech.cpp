#include "speech.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace hatif::evaluation {

namespace {

Sound read_raw(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::stringstream bytes;
    bytes << in.rdbuf();
    const auto text = bytes.str();
    Sound sound(text.size() / 2);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const auto low = static_cast<std::uint8_t>(text[2 * i]);
        const auto high = static_cast<std::uint8_t>(text[2 * i + 1]);
        sound[i] = static_cast<float>(static_cast<std::int16_t>(low | high << 8)) / 32'768;
    }
    return sound;
}

/// espeak-ng leaves silence at both ends.
Sound trimmed(const Sound& sound) {
    const auto loud = [](float sample) { return std::abs(sample) > 0.003F; };
    const auto first = std::find_if(sound.begin(), sound.end(), loud);
    const auto last = std::find_if(sound.rbegin(), sound.rend(), loud).base();
    return first < last ? Sound{first, last} : Sound{};
}

} // namespace

std::vector<Greeting> read_greetings(const std::filesystem::path& file) {
    std::ifstream in{file};
    if (!in) throw std::runtime_error(file.string() + ": cannot be read");
    std::vector<Greeting> all;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::stringstream fields{line};
        std::string half;
        std::string language;
        std::string who;
        std::string text;
        std::getline(fields, half, '|');
        std::getline(fields, language, '|');
        std::getline(fields, who, '|');
        std::getline(fields, text);
        all.push_back({half == "tune" ? Half::tune : Half::hold, language, who == "machine", text});
    }
    return all;
}

const std::vector<std::string>& voices(Half half) {
    static const std::vector<std::string> tune{"m1", "m2", "m3",    "m4",
                                               "f1", "f2", "croak", "klatt2"};
    static const std::vector<std::string> hold{"m5", "m6", "m7",      "f3",
                                               "f4", "f5", "whisper", "klatt4"};
    return half == Half::tune ? tune : hold;
}

Speaker::Speaker(std::filesystem::path kept) : kept_(std::move(kept)) {
    std::filesystem::create_directories(kept_);
}

Sound Speaker::say(const std::string& language, const std::string& text, const Way& way) const {
    const auto voice = language + "+" + way.voice;
    std::ostringstream name;
    name << voice << "-" << way.words_per_minute << "-" << way.pitch << "-" << std::hex
         << std::hash<std::string>{}(text) << ".raw";
    const auto file = kept_ / name.str();
    if (!std::filesystem::exists(file)) {
        const auto part = file.string() + ".part";
        std::ostringstream command;
        command << "espeak-ng --stdout -v '" << voice << "' -s " << way.words_per_minute << " -p "
                << way.pitch << " --stdin | sox -D -t wav - -r 8000 -c 1 -b 16 -e signed -t raw '"
                << part << "' gain -3 highpass 200 2>/dev/null";
        auto* pipe = popen(command.str().c_str(), "w");
        if (pipe == nullptr) throw std::runtime_error("espeak-ng cannot be started");
        std::fwrite(text.data(), 1, text.size(), pipe);
        if (pclose(pipe) != 0)
            throw std::runtime_error("espeak-ng or sox failed: " + command.str());
        std::filesystem::rename(part, file);
    }
    return trimmed(read_raw(file));
}

Speaker::Way Speaker::any_way(Half half, Dice& dice) const {
    static const std::vector<int> speeds{120, 140, 160, 180, 200};
    static const std::vector<int> pitches{30, 45, 60, 75};
    return {dice.of(voices(half)), dice.of(speeds), dice.of(pitches)};
}

} // namespace hatif::evaluation
