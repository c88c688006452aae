#pragma once

#include <string>
#include <string_view>

namespace google::protobuf {
class Descriptor;
class EnumDescriptor;
class EnumValueDescriptor;
class FieldDescriptor;
} // namespace google::protobuf

/// What a contract says about its members, as JSON knows them: names, enum words, our options.
namespace hatif::http {

namespace pb = google::protobuf;

/// The member of that name on the wire (camelCase, unless its json_name says otherwise); null when
/// there is none, or when it is never read from a body (`cleared`).
const pb::FieldDescriptor* find_member(const pb::Descriptor& message, std::string_view name);

/// The member that takes the paths of what was sent as null, [] or {}; null when there is none.
const pb::FieldDescriptor* cleared_member(const pb::Descriptor& message);

/// A member of the object that clients read, which this request does not take: sent back to us, it
/// is ignored.
bool is_output_only(const pb::Descriptor& request, std::string_view name);

bool is_raw_json(const pb::FieldDescriptor& member);
bool is_uuid(const pb::FieldDescriptor& member);
bool is_omitted_when_unset(const pb::FieldDescriptor& member);
bool is_timestamp(const pb::FieldDescriptor& member);

/// RETRY_TYPE_FIXED_DELAY -> "fixed_delay".
std::string word_of(const pb::EnumValueDescriptor& value);

/// "fixed_delay" or "fixed-delay" -> RETRY_TYPE_FIXED_DELAY. Null for every other word, and for the
/// unspecified one, which is not said but left out.
const pb::EnumValueDescriptor* find_word(const pb::EnumDescriptor& type, std::string_view word);

/// "draft, active, archived".
std::string words_of(const pb::EnumDescriptor& type);

} // namespace hatif::http
