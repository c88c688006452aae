#include "program_scheduler/content/playback.hpp"

#include "base/text.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

constexpr std::string_view purpose = "audio playback";

tl::unexpected<base::Error> refused(const std::string& why) {
    return fail(base::Errc::forbidden,
                "the playback address cannot be used: " + why +
                    "; ask for a new one with GET /api/audio-management/{id}/playback-url",
                "FORBIDDEN");
}

} // namespace

std::string token_of(const rpc::CallerKeys& keys, const Playback& playback, base::Instant expires) {
    return keys.seal(purpose,
                     playback.organization.value().to_string() + " " +
                         playback.audio.value().to_string(),
                     expires);
}

Result<Playback>
read_token(const rpc::CallerKeys& keys, std::string_view token, base::Instant now) {
    const auto bytes = keys.unseal(purpose, token, now);
    if (!bytes) return refused(bytes.error().what);
    const auto ids = base::split(*bytes, ' ');
    const auto organization = ids.size() == 2 ? base::Uuid::parse(ids[0]) : std::nullopt;
    const auto audio = ids.size() == 2 ? base::Uuid::parse(ids[1]) : std::nullopt;
    if (!organization || !audio) return refused("it names no audio");
    return Playback{base::OrganizationId{*organization}, base::AudioId{*audio}};
}

} // namespace hatif::program_scheduler
