#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/content/audio.hpp"

#include <map>
#include <vector>

namespace hatif::program_scheduler {

/// A recording's content as calls play it.
struct Playable {
    ContentHash a_law;
    ContentHash mu_law;
};

base::Result<void> insert_audio(pg::Transaction& transaction, const Audio& audio);

/// AUDIO_NOT_FOUND when the organization has none such.
base::Result<Audio> read_audio(pg::Transaction& transaction,
                               const base::OrganizationId& organization,
                               const base::AudioId& id);

/// Those of the ids that the organization has; the others are missing.
base::Result<std::map<base::AudioId, Playable>>
read_playable(pg::Transaction& transaction,
              const base::OrganizationId& organization,
              const std::vector<base::AudioId>& ids);

} // namespace hatif::program_scheduler
