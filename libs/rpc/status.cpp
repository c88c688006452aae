#include "rpc/status.hpp"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include <array>
#include <utility>

namespace hatif::rpc {

using base::Errc;
using base::Error;

namespace {

constexpr std::array<std::pair<Errc, grpc::StatusCode>, 11> table{{
    {Errc::invalid, grpc::StatusCode::INVALID_ARGUMENT},
    {Errc::unauthenticated, grpc::StatusCode::UNAUTHENTICATED},
    {Errc::forbidden, grpc::StatusCode::PERMISSION_DENIED},
    {Errc::not_found, grpc::StatusCode::NOT_FOUND},
    {Errc::already_exists, grpc::StatusCode::ALREADY_EXISTS},
    {Errc::conflict, grpc::StatusCode::FAILED_PRECONDITION},
    {Errc::too_large, grpc::StatusCode::RESOURCE_EXHAUSTED},
    {Errc::unprocessable, grpc::StatusCode::OUT_OF_RANGE},
    {Errc::unavailable, grpc::StatusCode::UNAVAILABLE},
    {Errc::timed_out, grpc::StatusCode::DEADLINE_EXCEEDED},
    {Errc::internal, grpc::StatusCode::INTERNAL},
}};

grpc::StatusCode to_code(Errc errc) {
    for (const auto& [ours, theirs] : table) {
        if (ours == errc) return theirs;
    }
    return grpc::StatusCode::INTERNAL;
}

Errc to_errc(grpc::StatusCode code) {
    for (const auto& [ours, theirs] : table) {
        if (theirs == code) return ours;
    }
    return Errc::internal;
}

} // namespace

grpc::Status to_status(const Error& error) {
    const auto code = to_code(error.code);
    google::rpc::Status details;
    details.set_code(code);
    details.set_message(error.what);
    if (!error.reason.empty()) {
        google::rpc::ErrorInfo info;
        info.set_reason(error.reason);
        info.set_domain("hatif");
        details.add_details()->PackFrom(info);
    }
    if (!error.fields.empty()) {
        google::rpc::BadRequest request;
        for (const auto& field : error.fields) {
            auto& violation = *request.add_field_violations();
            violation.set_field(field.path);
            violation.set_description(field.what);
        }
        details.add_details()->PackFrom(request);
    }
    // gRPC bounds metadata at 8 KiB; of a flood of fields the first ones tell enough.
    if (details.ByteSizeLong() > 6'000 && error.fields.size() > 20) {
        Error fewer = error;
        fewer.fields.resize(20);
        return to_status(fewer);
    }
    return {code, error.what, details.SerializeAsString()};
}

Error from_status(const grpc::Status& status) {
    Error error{to_errc(status.error_code()), status.error_message()};
    google::rpc::Status details;
    if (!details.ParseFromString(status.error_details())) return error;
    for (const auto& detail : details.details()) {
        google::rpc::ErrorInfo info;
        google::rpc::BadRequest request;
        if (detail.UnpackTo(&info)) {
            error.reason = info.reason();
        } else if (detail.UnpackTo(&request)) {
            for (const auto& violation : request.field_violations()) {
                error.fields.push_back({violation.field(), violation.description()});
            }
        }
    }
    return error;
}

} // namespace hatif::rpc
