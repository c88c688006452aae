#include "program_scheduler/executions/call_settings.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <array>
#include <string>

namespace hatif::program_scheduler {

namespace v1 = program::v1;

namespace {

struct Range {
    std::uint32_t least = 0;
    std::uint32_t most = 0;
};

/// Of the members of AmdSettings, in the order of their numbers.
constexpr std::array<Range, 7> ranges{{
    {500, 10'000},   // initialSilenceMs
    {500, 10'000},   // greetingMs
    {200, 5'000},    // afterGreetingSilenceMs
    {1'000, 20'000}, // totalAnalysisMs
    {40, 1'000},     // minWordMs
    {20, 1'000},     // betweenWordsSilenceMs
    {1, 20},         // maxWords
}};

const google::protobuf::FieldDescriptor& member(std::size_t place) {
    return *v1::AmdSettings::descriptor()->FindFieldByNumber(static_cast<int>(place) + 1);
}

} // namespace

std::vector<std::int32_t> read_amd(FieldCheck& check, const v1::AmdSettings& sent) {
    std::vector<std::int32_t> amd(ranges.size());
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const auto& reflection = *sent.GetReflection();
        if (!reflection.HasField(sent, &member(i))) continue;
        const auto value = reflection.GetUInt32(sent, &member(i));
        if (value < ranges[i].least || value > ranges[i].most) {
            check.refuse("amd." + member(i).json_name(),
                         "must be " + std::to_string(ranges[i].least) + " to " +
                             std::to_string(ranges[i].most));
        }
        amd[i] = static_cast<std::int32_t>(std::min(value, ranges[i].most));
    }
    const bool said = std::any_of(amd.begin(), amd.end(), [](auto it) { return it != 0; });
    if (!said) amd.clear();
    return amd;
}

CallRecording read_recording(FieldCheck& check, v1::CallRecording sent) {
    if (sent != v1::CALL_RECORDING_NONE && sent != v1::CALL_RECORDING_FULL) {
        check.refuse("recording", "must be one of: none, full");
    }
    return sent == v1::CALL_RECORDING_FULL ? CallRecording::full : CallRecording::none;
}

std::int32_t in_seconds(base::Duration duration) {
    return static_cast<std::int32_t>(
        std::chrono::duration_cast<std::chrono::seconds>(duration).count());
}

void write_amd(const std::vector<std::int32_t>& amd, v1::AmdSettings& wire) {
    for (std::size_t i = 0; i < std::min(amd.size(), ranges.size()); ++i) {
        if (amd[i] == 0) continue;
        wire.GetReflection()->SetUInt32(&wire, &member(i), static_cast<std::uint32_t>(amd[i]));
    }
}

} // namespace hatif::program_scheduler
