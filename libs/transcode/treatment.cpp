#include "transcode/treatment.hpp"

namespace hatif::transcode {

namespace {

constexpr std::string_view trim = "--trim-silence";

} // namespace

std::vector<std::string> words_of(const Treatment& treatment) {
    if (treatment.trim_silence) return {std::string{trim}};
    return {};
}

std::optional<Treatment> treatment_of(std::span<const std::string_view> words) {
    Treatment treatment;
    for (const auto word : words) {
        if (word != trim) return {};
        treatment.trim_silence = true;
    }
    return treatment;
}

} // namespace hatif::transcode
