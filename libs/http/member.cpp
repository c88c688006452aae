#include "http/member.hpp"

#include "hatif/api/v1/options.pb.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/timestamp.pb.h>

#include <algorithm>

namespace hatif::http {

namespace {

const api::v1::FieldOptions& options_of(const pb::FieldDescriptor& member) {
    return member.options().GetExtension(api::v1::field);
}

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// RetryType -> "RETRY_TYPE_".
std::string prefix_of(const pb::EnumDescriptor& type) {
    std::string prefix;
    for (const char c : type.name()) {
        const bool starts_a_word = c >= 'A' && c <= 'Z' && !prefix.empty();
        if (starts_a_word) prefix += '_';
        prefix += upper(c);
    }
    return prefix + '_';
}

} // namespace

const pb::FieldDescriptor* find_member(const pb::Descriptor& message, std::string_view name) {
    const auto* member = message.FindFieldByCamelcaseName(std::string{name});
    // One with a name of its own (json_name) has its contract's, as OAuth's "access_token".
    if (member == nullptr) member = message.FindFieldByName(std::string{name});
    if (member != nullptr && member->json_name() != name) return nullptr;
    return member != nullptr && !options_of(*member).cleared() ? member : nullptr;
}

const pb::FieldDescriptor* cleared_member(const pb::Descriptor& message) {
    for (int index = 0; index < message.field_count(); ++index) {
        if (options_of(*message.field(index)).cleared()) return message.field(index);
    }
    return nullptr;
}

bool is_output_only(const pb::Descriptor& request, std::string_view name) {
    const auto& resource = request.options().GetExtension(api::v1::message).resource();
    if (resource.empty()) return false;
    const auto* read = request.file()->pool()->FindMessageTypeByName(resource);
    return read != nullptr && find_member(*read, name) != nullptr;
}

bool is_raw_json(const pb::FieldDescriptor& member) {
    return member.type() == pb::FieldDescriptor::TYPE_BYTES && options_of(member).raw_json();
}

bool is_uuid(const pb::FieldDescriptor& member) {
    return options_of(member).uuid();
}

bool is_omitted_when_unset(const pb::FieldDescriptor& member) {
    return options_of(member).omit_when_unset();
}

bool is_timestamp(const pb::FieldDescriptor& member) {
    return member.message_type() == pb::Timestamp::descriptor();
}

std::string word_of(const pb::EnumValueDescriptor& value) {
    std::string_view name = value.name();
    const auto prefix = prefix_of(*value.type());
    if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
    std::string word{name};
    std::ranges::transform(word, word.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return word;
}

const pb::EnumValueDescriptor* find_word(const pb::EnumDescriptor& type, std::string_view word) {
    std::string name{word};
    std::ranges::replace(name, '-', '_');
    for (int index = 0; index < type.value_count(); ++index) {
        const auto* value = type.value(index);
        if (value->number() != 0 && word_of(*value) == name) return value;
    }
    return nullptr;
}

std::string words_of(const pb::EnumDescriptor& type) {
    std::string words;
    for (int index = 0; index < type.value_count(); ++index) {
        if (type.value(index)->number() == 0) continue;
        if (!words.empty()) words += ", ";
        words += word_of(*type.value(index));
    }
    return words;
}

} // namespace hatif::http
