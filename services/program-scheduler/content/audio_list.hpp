#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "rpc/caller.hpp"

#include <hatif/program/v1/audio_service.pb.h>

namespace hatif::program_scheduler {

/// A page of the organization's audios, whichever way it is asked for.
base::Result<void> list(const rpc::Caller& caller,
                        pg::Transaction& transaction,
                        const program::v1::ListAudiosRequest& request,
                        program::v1::ListAudiosResponse& answer);

base::Result<void> list(const rpc::Caller& caller,
                        pg::Transaction& transaction,
                        const program::v1::ListAudiosByUsageRequest& request,
                        program::v1::ListAudiosResponse& answer);

} // namespace hatif::program_scheduler
