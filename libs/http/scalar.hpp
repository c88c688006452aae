#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace google::protobuf {
class FieldDescriptor;
class Message;
} // namespace google::protobuf

namespace hatif::http {

/// A JSON value that is neither object nor list nor null.
using Scalar = std::variant<std::string, bool, std::int64_t, std::uint64_t, double>;

/// Sets the member, or adds to it when it is a list. Answers what is wrong when the value is none
/// of the member's type, by the rules of the contract: "must be a number".
std::optional<std::string> set_scalar(google::protobuf::Message& into,
                                      const google::protobuf::FieldDescriptor& member,
                                      const Scalar& value);

/// A text of the path or the query as the scalar that the member asks for; what does not read as
/// one stays text, so that set_scalar refuses it.
Scalar scalar_of(std::string_view text, const google::protobuf::FieldDescriptor& member);

/// "must be a number": for a value of another kind altogether.
std::string expectation_of(const google::protobuf::FieldDescriptor& member);

} // namespace hatif::http
