#pragma once

#include "reporting/recording.hpp"

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// The rows of recordings. What was deleted is not there for whoever asks.
namespace hatif::reporting {

/// Makes them, or brings them forward: running, failed, saved. Idempotent.
base::Result<void> write_recordings(pg::Transaction& transaction, const RecordingsSeen& seen);

using RecordingsByAttempt = std::map<base::Uuid, std::vector<v1::Recording>>;

/// In the order in which they began.
base::Result<RecordingsByAttempt> recordings_of(pg::Transaction& transaction,
                                                const std::vector<base::Uuid>& jobs);

/// The newest first. `call` is an attempt's id or a job's.
base::Result<std::vector<v1::Recording>> list_recordings(pg::Transaction& transaction,
                                                         base::OrganizationId organization,
                                                         const std::optional<base::Uuid>& call,
                                                         std::int64_t limit,
                                                         std::int64_t offset);

/// A recording, and where the object store has it; none: it is not saved.
struct KeptRecording {
    v1::Recording told;
    std::optional<std::string> object_key;
};

/// RECORDING_NOT_FOUND.
base::Result<KeptRecording> find_recording(pg::Transaction& transaction,
                                           base::OrganizationId organization,
                                           const base::Uuid& id);

/// From now on it is not there; its object is for the caller to remove. RECORDING_NOT_FOUND.
base::Result<std::optional<std::string>> delete_recording(pg::Transaction& transaction,
                                                          base::OrganizationId organization,
                                                          const base::Uuid& id,
                                                          base::Instant now);

} // namespace hatif::reporting
