#pragma once

#include <string>
#include <vector>

namespace hatif::base {

/// What kind of refusal it is; every edge maps it once (rpc: gRPC code, gateway: HTTP status).
enum class Errc {
    invalid,         ///< the caller sent something wrong; saying it again will not help
    unauthenticated, ///< who the caller is was not proven
    forbidden,       ///< the caller is known, and may not do this
    not_found,
    already_exists,
    conflict, ///< the state of the thing does not allow it (now)
    too_large,
    unprocessable, ///< well-formed, but cannot be taken: audio that does not decode
    unavailable,   ///< a part is down; saying it again later will help
    timed_out,
    internal,
};

/// One member of a request that is wrong. `path` is as the caller wrote it: "data[3].primaryPhone".
struct FieldError {
    std::string path;
    std::string what;

    bool operator==(const FieldError&) const = default;
};

/// Why something was not done. `what` is for people; `code`, `reason` and `fields` for programs.
struct Error {
    Errc code = Errc::internal;
    std::string what;
    /// An enumerator of hatif.type.v1.ErrorReason, "CONTACT_NOT_FOUND". Empty: the code says
    /// enough.
    std::string reason{};
    std::vector<FieldError> fields{};
};

} // namespace hatif::base
