#pragma once

#include "base/result.hpp"
#include "listing/list_rows.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/audio.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// A recording's content as calls play it.
struct Playable {
    objects::ContentHash a_law;
    objects::ContentHash mu_law;
    std::chrono::milliseconds length;
};

/// `waveform`: its picture (transcode/waveform.hpp).
base::Result<void>
insert_audio(pg::Transaction& transaction, const Audio& audio, const std::string& waveform);

/// AUDIO_NOT_FOUND when the organization has none such.
base::Result<Audio> read_audio(pg::Transaction& transaction,
                               const base::OrganizationId& organization,
                               const base::AudioId& id);

/// Its words and when they changed, so that nothing of it can change meanwhile.
base::Result<Audio> lock_audio(pg::Transaction& transaction,
                               const base::OrganizationId& organization,
                               const base::AudioId& id);
base::Result<void> update_words(pg::Transaction& transaction, const Audio& audio);

/// From then on it is not found; those who play it already still can.
base::Result<void>
hide_audio(pg::Transaction& transaction, const base::AudioId& id, base::Instant now);

/// The picture of an audio; nothing for one that was uploaded before pictures were made.
/// AUDIO_NOT_FOUND.
base::Result<std::optional<std::string>> read_waveform(pg::Transaction& transaction,
                                                       const base::OrganizationId& organization,
                                                       const base::AudioId& id);

base::Result<listing::Found<Audio>> list_audios(pg::Transaction& transaction,
                                                const base::OrganizationId& organization,
                                                const AudioFilter& filter,
                                                const page::Request& wanted);

/// Whether deleted ones are among what was asked for.
enum class Deleted { without, with };

/// Those of the ids that the organization has; the others are missing.
base::Result<std::map<base::AudioId, Playable>>
read_playable(pg::Transaction& transaction,
              const base::OrganizationId& organization,
              const std::vector<base::AudioId>& ids,
              Deleted deleted);

} // namespace hatif::program_scheduler
