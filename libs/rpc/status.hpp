#pragma once

#include "base/error.hpp"

#include <grpcpp/support/status.h>

namespace hatif::rpc {

/// The one table between our errors and gRPC's codes. The reason travels as google.rpc.ErrorInfo
/// (domain "hatif"), the fields as google.rpc.BadRequest, both in the status details. What is
/// larger than gRPC carries is cut: its texts to 200 characters, then its last fields.
grpc::Status to_status(const base::Error& error);
/// A status that no to_status made is `internal`, unless it tells of a part that is down or slow.
base::Error from_status(const grpc::Status& status);

} // namespace hatif::rpc
