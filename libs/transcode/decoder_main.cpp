// hatif-audio-decoder [--trim-silence]: an audio file on standard input, the answer
// (transcode/answer.hpp) on standard output. Started by transcode::Decoder, once a file.
#include "transcode/decode_sound.hpp"
#include "transcode/sandbox.hpp"

#include <new>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace {

bool write_all(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto size = write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (size <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

std::string answer(const hatif::transcode::Treatment& treatment) {
    try {
        const auto decoded = hatif::transcode::decode_sound(STDIN_FILENO, treatment);
        if (decoded) return written(*decoded);
        return hatif::transcode::refusal(decoded.error().what);
    } catch (const std::bad_alloc&) {
        return hatif::transcode::refusal("decoding it takes too much memory");
    }
}

} // namespace

int main(int count, char** words) {
    const std::vector<std::string_view> arguments{words + 1, words + count};
    const auto treatment = hatif::transcode::treatment_of(arguments);
    if (!treatment) return 2;
    if (!hatif::transcode::enter_sandbox()) return 3;
    return write_all(answer(*treatment)) ? 0 : 4;
}
