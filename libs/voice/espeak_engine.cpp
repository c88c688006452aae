#include "voice/espeak_engine.hpp"

#include "base/text.hpp"
#include "transcode/answer.hpp"
#include "transcode/child.hpp"
#include "transcode/memory_file.hpp"
#include "voice/wav_lengths.hpp"

#include <utility>
#include <vector>

namespace hatif::voice {

using base::fail;
using base::Result;

namespace {

constexpr std::size_t header = 1'024;
constexpr std::size_t bytes_a_second = 22'050 * 2;
constexpr std::size_t most_output = header + bytes_a_second * transcode::longest_recording.count();
constexpr std::size_t most_memory = 256UL << 20; // 64 MiB of it are PulseAudio's, in vain
constexpr int no_such_voice = 1;

std::string voice_of(const Utterance& utterance) {
    if (!utterance.voice.empty()) return utterance.voice;
    switch (utterance.language) {
    case speech::Language::ar:
        return "ar";
    case speech::Language::fr:
        return "fr-fr";
    case speech::Language::en:
        break;
    }
    return "en-us";
}

/// Two brackets are the program's sign for sounds instead of letters: a text has no such thing.
std::string without_sounds(const std::string& text) {
    std::string plain;
    for (const char letter : text) {
        if (letter == '[' && !plain.empty() && plain.back() == '[') plain += ' ';
        plain += letter;
    }
    return plain;
}

/// "eSpeak NG text-to-speech: 1.51  Data at: …"
std::string version_in(const std::string& words) {
    const auto colon = words.find(": ");
    if (colon == std::string::npos) return {};
    const auto end = words.find_first_of(" \n", colon + 2);
    return words.substr(colon + 2, end == std::string::npos ? end : end - colon - 2);
}

Result<std::string> sound_in(transcode::Ending ending, const std::string& voice) {
    if (ending.overdue) return voice_unavailable("espeak-ng takes too long");
    if (ending.overflowed) {
        return fail(base::Errc::invalid, "the text takes longer than 10 minutes to say",
                    "too_much_to_say");
    }
    if (!ending.exited) {
        return voice_unavailable("espeak-ng died of signal " + std::to_string(ending.signal));
    }
    if (ending.status == no_such_voice && ending.output.empty()) return voice_unknown(voice);
    if (ending.status != 0) {
        return voice_unavailable("espeak-ng gave up with status " + std::to_string(ending.status));
    }
    if (ending.output.empty()) return voice_unavailable("espeak-ng said nothing");
    return with_true_lengths(std::move(ending.output));
}

} // namespace

EspeakEngine::EspeakEngine(std::string program, std::chrono::milliseconds patience)
    : program_{std::move(program)}, patience_{patience} {}

Result<std::string> EspeakEngine::speak(const Utterance& utterance) {
    if (auto good = check(utterance); !good) return fail(good.error());
    const transcode::MemoryFile text{without_sounds(utterance.text)};
    if (!text.whole() || !text.rewind()) return voice_unavailable("no memory for a text");
    const auto voice = voice_of(utterance);
    // UTF-8 in; no pause after the last sentence.
    const std::vector<std::string> words{"-v", voice, "-b", "1", "-z", "--stdin", "--stdout"};
    auto ending =
        transcode::run(program_, words, text.descriptor(), {patience_, most_output, most_memory});
    if (!ending) return voice_unavailable(ending.error().what);
    return sound_in(*std::move(ending), voice);
}

std::string EspeakEngine::name() {
    const std::lock_guard lock{mutex_};
    if (!name_.empty()) return name_;
    const transcode::MemoryFile nothing{""};
    const auto ending = transcode::run(program_, {"--version"}, nothing.descriptor(),
                                       {patience_, header, most_memory});
    if (!ending || !ending->exited || ending->status != 0) return {};
    const auto version = version_in(ending->output);
    if (!version.empty()) name_ = "espeak-ng " + version;
    return name_;
}

} // namespace hatif::voice
