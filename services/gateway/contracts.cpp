#include "gateway/contracts.hpp"

#include "hatif/contact/v1/audience_service.pb.h"
#include "hatif/contact/v1/contact_service.pb.h"
#include "hatif/contact/v1/custom_attribute_service.pb.h"
#include "hatif/contact/v1/do_not_call_service.pb.h"
#include "hatif/gateway/v1/api_key_service.pb.h"
#include "hatif/gateway/v1/auth_service.pb.h"
#include "hatif/gateway/v1/identity_service.pb.h"
#include "hatif/gateway/v1/member_service.pb.h"
#include "hatif/gateway/v1/organization_service.pb.h"
#include "hatif/program/v1/audio_service.pb.h"
#include "hatif/program/v1/call_service.pb.h"
#include "hatif/program/v1/dictionary_service.pb.h"
#include "hatif/program/v1/did_service.pb.h"
#include "hatif/program/v1/execution_service.pb.h"
#include "hatif/program/v1/flow_service.pb.h"
#include "hatif/program/v1/program_service.pb.h"
#include "hatif/program/v1/simulation_service.pb.h"
#include "hatif/reporting/v1/recording_service.pb.h"
#include "hatif/reporting/v1/replay_service.pb.h"
#include "hatif/reporting/v1/report_service.pb.h"
#include "hatif/reporting/v1/statistics_service.pb.h"

#include <google/protobuf/descriptor.h>

namespace hatif::gateway {

const std::vector<const pb::FileDescriptor*>& contracts() {
    static const std::vector<const pb::FileDescriptor*> files{
        contact::v1::ListContactsRequest::descriptor()->file(),
        contact::v1::ListCustomAttributesRequest::descriptor()->file(),
        contact::v1::ListAudiencesRequest::descriptor()->file(),
        contact::v1::ListDoNotCallRequest::descriptor()->file(),
        program::v1::ListFlowsRequest::descriptor()->file(),
        program::v1::SimulateFlowRequest::descriptor()->file(),
        program::v1::GetAudioRequest::descriptor()->file(),
        program::v1::RequestCallRequest::descriptor()->file(),
        program::v1::ListDictionariesRequest::descriptor()->file(),
        program::v1::ListDidsRequest::descriptor()->file(),
        program::v1::ListProgramsRequest::descriptor()->file(),
        program::v1::ListExecutionsRequest::descriptor()->file(),
        reporting::v1::GetCallReportRequest::descriptor()->file(),
        reporting::v1::GetRecordingRequest::descriptor()->file(),
        reporting::v1::ReplayCallRequest::descriptor()->file(),
        reporting::v1::GetExecutionReportRequest::descriptor()->file(),
        v1::GetMeRequest::descriptor()->file(),
        v1::LoginRequest::descriptor()->file(),
        v1::ListApiKeysRequest::descriptor()->file(),
        v1::ListMembersRequest::descriptor()->file(),
        v1::GetOrganizationRequest::descriptor()->file(),
    };
    return files;
}

Bindings all_bindings() {
    Bindings bindings;
    for (const auto* file : contracts()) {
        const auto more = bindings_of(*file);
        bindings.insert(bindings.end(), more.begin(), more.end());
    }
    return bindings;
}

} // namespace hatif::gateway
