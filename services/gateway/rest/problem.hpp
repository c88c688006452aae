#pragma once

#include "base/error.hpp"
#include "base/instant.hpp"
#include "http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hatif::gateway {

/// An error as REST tells it: name, status and hint stand in hatif/type/v1/error_reason.proto.
struct Problem {
    unsigned status = 500;
    std::string error;
    std::string message;
    std::string hint;
    std::vector<base::FieldError> fields;
    std::string retry_after{}; ///< seconds; empty: saying it again will not help
};

/// The one table from our errors to REST. What is internal keeps its words to itself.
Problem problem_of(const base::Error& error);

/// The error body that every refusal has, `fieldErrors` always an object; 429 and 503 with
/// Retry-After.
http::Response to_response(const Problem& problem,
                           std::string_view path,
                           std::string_view request_id,
                           base::Instant now);

} // namespace hatif::gateway
