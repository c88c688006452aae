#pragma once

#include "base/strong.hpp"
#include "base/uuid.hpp"

namespace hatif::base {

/// Every id that crosses a unit's border. An execution's id is not a job's, though both are uuids.
using OrganizationId = Strong<Uuid, struct OrganizationIdTag>;
using ContactId = Strong<Uuid, struct ContactIdTag>;
using AudienceId = Strong<Uuid, struct AudienceIdTag>;
using AudioId = Strong<Uuid, struct AudioIdTag>;
using DictionaryId = Strong<Uuid, struct DictionaryIdTag>;
using FlowId = Strong<Uuid, struct FlowIdTag>;
using DidId = Strong<Uuid, struct DidIdTag>;
using TrunkId = Strong<Uuid, struct TrunkIdTag>;
using ProgramId = Strong<Uuid, struct ProgramIdTag>;
using ExecutionId = Strong<Uuid, struct ExecutionIdTag>;
using JobId = Strong<Uuid, struct JobIdTag>;
using AttemptId = Strong<Uuid, struct AttemptIdTag>;

} // namespace hatif::base
