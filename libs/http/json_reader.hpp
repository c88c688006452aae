#pragma once

#include "base/result.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace google::protobuf {
class FieldDescriptor;
class Message;
} // namespace google::protobuf

/// A request's parts into its message, by reflection. What is wrong with single members is added to
/// `wrong`, all of it, each by its path: "data[3].primaryPhone".
namespace hatif::http {

using FieldErrors = std::vector<base::FieldError>;
using Members = std::set<const google::protobuf::FieldDescriptor*>;

/// The body's members into the message; an empty body is `{}`. Members in `bound` were given by the
/// path and are not read here. Members sent as null, [] or {} stay unset, and their paths go into
/// the message's `cleared` member if it has one. Fails when the text is no JSON object.
base::Result<void> read_json(std::string& body,
                             google::protobuf::Message& into,
                             FieldErrors& wrong,
                             const Members& bound = {});

/// The whole body into one raw JSON member of the message. Fails when the text is no JSON.
base::Result<void> read_raw_json(std::string& body,
                                 google::protobuf::Message& into,
                                 const google::protobuf::FieldDescriptor& member);

/// A parameter of the path or the query: text that reads as the member's type. May come again for a
/// list.
void read_parameter(std::string_view text,
                    google::protobuf::Message& into,
                    const google::protobuf::FieldDescriptor& member,
                    FieldErrors& wrong);

} // namespace hatif::http
