#include "gateway/rest/problem.hpp"

#include "base/text.hpp"
#include "hatif/type/v1/error_reason.pb.h"

#include <google/protobuf/descriptor.h>

#include <map>

namespace hatif::gateway {

namespace {

namespace type = hatif::type::v1;

// A part that is down, and a service that was asked too often (logins: one more a minute).
constexpr const char* down_seconds = "2";
constexpr const char* throttled_seconds = "60";
// What pg says of a transaction that another one pushed out, and would do if it were repeated.
constexpr const char* lost_race = "RETRY";

// For errors that no service gave a name.
type::ErrorReason reason_of(base::Errc code) {
    switch (code) {
    case base::Errc::invalid:
    case base::Errc::unprocessable:
        return type::VALIDATION;
    case base::Errc::unauthenticated:
        return type::UNAUTHORIZED;
    case base::Errc::forbidden:
        return type::FORBIDDEN;
    case base::Errc::not_found:
        return type::NOT_FOUND;
    case base::Errc::already_exists:
    case base::Errc::conflict:
        return type::CONFLICT;
    case base::Errc::too_large:
        return type::TOO_LARGE;
    case base::Errc::unavailable:
    case base::Errc::timed_out:
        return type::UNAVAILABLE;
    case base::Errc::internal:
        return type::ERROR_REASON_UNSPECIFIED;
    }
    return type::ERROR_REASON_UNSPECIFIED;
}

std::string message_of(type::ErrorReason reason, const base::Error& error) {
    if (reason == type::ERROR_REASON_UNSPECIFIED) return "something went wrong on our side";
    // What gRPC says of a part that is down names addresses.
    if (reason == type::UNAVAILABLE) return "a part of the platform is down";
    // A service that gave it no name did not write it for clients: PostgreSQL's words, say.
    if (reason == type::CONFLICT && error.reason.empty()) return "it conflicts with what is there";
    if (!error.what.empty()) return error.what;
    return error.fields.size() == 1 ? "1 field is invalid"
                                    : std::to_string(error.fields.size()) + " fields are invalid";
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
    base::append_json_string(out, name);
    out += ':';
    base::append_json_string(out, text);
    out += ',';
}

std::string json_of(const std::vector<base::FieldError>& fields) {
    std::map<std::string, std::string> lists;
    for (const auto& field : fields) {
        auto& list = lists[field.path];
        list += list.empty() ? "" : ",";
        base::append_json_string(list, field.what);
    }
    std::string out;
    for (const auto& [path, list] : lists) {
        out += out.empty() ? "" : ",";
        base::append_json_string(out, path);
        out += ":[" + list + "]";
    }
    return "{" + out + "}";
}

} // namespace

Problem problem_of(const base::Error& error) {
    auto reason = reason_of(error.code);
    if (error.reason == lost_race) reason = type::UNAVAILABLE;
    if (type::ErrorReason named{}; type::ErrorReason_Parse(error.reason, &named)) reason = named;
    const auto* value = type::ErrorReason_descriptor()->FindValueByNumber(reason);
    const auto& words = value->options().GetExtension(api::v1::error);
    Problem problem{words.status(), words.name(), message_of(reason, error), words.hint(), {}, {}};
    if (reason != type::ERROR_REASON_UNSPECIFIED) problem.fields = error.fields;
    if (problem.status == 503) problem.retry_after = down_seconds;
    if (problem.status == 429) problem.retry_after = throttled_seconds;
    return problem;
}

http::Response to_response(const Problem& problem,
                           std::string_view path,
                           std::string_view request_id,
                           base::Instant now) {
    http::Response response{problem.status, {{"Content-Type", "application/json"}}, {}};
    if (!problem.retry_after.empty()) response.headers.add("Retry-After", problem.retry_after);
    if (problem.status == 401) response.headers.add("WWW-Authenticate", "Bearer");
    auto& body = response.body;
    body = "{\"statusCode\":" + std::to_string(problem.status) + ",";
    append_member(body, "error", problem.error);
    append_member(body, "message", problem.message);
    append_member(body, "hint", problem.hint);
    body += "\"fieldErrors\":" + json_of(problem.fields) + ",";
    append_member(body, "timestamp", base::to_iso8601(now));
    append_member(body, "path", path);
    append_member(body, "requestId", request_id);
    body.back() = '}';
    return response;
}

} // namespace hatif::gateway
