#pragma once

#include "base/error.hpp"

#include <grpcpp/support/status.h>

namespace hatif::rpc {

/// The one table between our errors and gRPC's codes. The reason travels as google.rpc.ErrorInfo
/// (domain "hatif"), the fields as google.rpc.BadRequest, both in the status details.
grpc::Status to_status(const base::Error& error);
base::Error from_status(const grpc::Status& status);

} // namespace hatif::rpc
