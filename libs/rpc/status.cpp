#include "rpc/status.hpp"

#include "base/text.hpp"

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

// gRPC bounds all metadata of an answer at 8 KiB, and writes a byte above ASCII as three.
constexpr std::size_t most_detail_bytes = 5'000;
constexpr std::size_t most_what_bytes = 800;
constexpr std::size_t most_characters = 200;

google::rpc::Status details_of(const Error& error, grpc::StatusCode code) {
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
            violation.set_field(base::healed(field.path));
            violation.set_description(base::healed(field.what));
        }
        details.add_details()->PackFrom(request);
    }
    return details;
}

std::size_t size_of(const base::FieldError& field) {
    constexpr std::size_t around = 8; // tags and lengths
    return field.path.size() + field.what.size() + around;
}

/// As much of it as travels: every text short, and the first fields.
Error trimmed(Error error) {
    error.what = base::shortened(error.what, most_characters);
    std::size_t bytes = error.what.size();
    std::size_t kept = 0;
    for (auto& field : error.fields) {
        field.path = base::shortened(base::healed(field.path), most_characters);
        field.what = base::shortened(base::healed(field.what), most_characters);
        bytes += size_of(field);
        if (bytes > most_detail_bytes) break;
        ++kept;
    }
    error.fields.resize(kept);
    return error;
}

} // namespace

grpc::Status to_status(const Error& error) {
    const auto code = to_code(error.code);
    Error whole = error;
    whole.what = base::healed(error.what); // a proto's text is UTF-8, or it is not read
    auto details = details_of(whole, code);
    if (details.ByteSizeLong() > most_detail_bytes || whole.what.size() > most_what_bytes) {
        whole = trimmed(std::move(whole));
        details = details_of(whole, code);
    }
    return {code, whole.what, details.SerializeAsString()};
}

Error from_status(const grpc::Status& status) {
    Error error{to_errc(status.error_code()), status.error_message()};
    google::rpc::Status details;
    const auto& bytes = status.error_details();
    if (bytes.empty() || !details.ParseFromString(bytes)) {
        // gRPC's own words, or a stranger's. Only "down" and "too late" mean the same to us: its
        // RESOURCE_EXHAUSTED is no client's body that is too large.
        const bool holds = error.code == Errc::unavailable || error.code == Errc::timed_out;
        if (!holds) error.code = Errc::internal;
        return error;
    }
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
