#pragma once

#include <string>

namespace google::protobuf {
class FieldDescriptor;
class Message;
} // namespace google::protobuf

namespace hatif::http {

/// The message as JSON, every member in the contract's order: camelCase names, enums as words,
/// times as ISO-8601 UTC with milliseconds, 64-bit numbers as numbers, raw JSON as it is. What is
/// unset prints as null, or not at all where the contract says so; lists and plain scalars always
/// print.
std::string to_json(const google::protobuf::Message& message);

/// The value of one of its members alone.
std::string to_json(const google::protobuf::Message& message,
                    const google::protobuf::FieldDescriptor& member);

} // namespace hatif::http
