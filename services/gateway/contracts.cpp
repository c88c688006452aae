#include "gateway/contracts.hpp"

#include "hatif/contact/v1/audience_service.pb.h"
#include "hatif/contact/v1/contact_service.pb.h"
#include "hatif/gateway/v1/identity_service.pb.h"
#include "hatif/program/v1/audio_service.pb.h"
#include "hatif/program/v1/did_service.pb.h"
#include "hatif/program/v1/execution_service.pb.h"
#include "hatif/program/v1/flow_service.pb.h"
#include "hatif/program/v1/program_service.pb.h"
#include "hatif/reporting/v1/report_service.pb.h"

#include <google/protobuf/descriptor.h>

namespace hatif::gateway {

const std::vector<const pb::FileDescriptor*>& contracts() {
    static const std::vector<const pb::FileDescriptor*> files{
        contact::v1::ListContactsRequest::descriptor()->file(),
        contact::v1::ListAudiencesRequest::descriptor()->file(),
        program::v1::ListFlowsRequest::descriptor()->file(),
        program::v1::GetAudioRequest::descriptor()->file(),
        program::v1::ListDidsRequest::descriptor()->file(),
        program::v1::ListProgramsRequest::descriptor()->file(),
        program::v1::ListExecutionsRequest::descriptor()->file(),
        reporting::v1::GetCallReportRequest::descriptor()->file(),
        v1::GetMeRequest::descriptor()->file(),
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
