#pragma once

#include <hatif/contact/v1/membership_service.pb.h>

#include <string>

namespace hatif::program_scheduler {

/// What a job is skipped with whose person may not be called.
inline std::string reason_for(contact::v1::Refusal refusal) {
    switch (refusal) {
    case contact::v1::REFUSAL_DELETED:
        return "skipped_deleted";
    case contact::v1::REFUSAL_REMOVED_FROM_AUDIENCE:
        return "skipped_removed";
    case contact::v1::REFUSAL_PHONE_INVALID:
        return "skipped_invalid_phone";
    case contact::v1::REFUSAL_DO_NOT_CALL:
        return "skipped_do_not_call";
    case contact::v1::REFUSAL_UNREACHABLE:
        return "skipped_unreachable";
    default:
        return "skipped_refused";
    }
}

} // namespace hatif::program_scheduler
