#include "http/json_writer.hpp"

#include "base/instant.hpp"
#include "base/text.hpp"
#include "http/member.hpp"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>

#include <chrono>
#include <cmath>
#include <iterator>

namespace hatif::http {

namespace {

using Field = pb::FieldDescriptor;

template <class Number>
void append(std::string& out, Number value) {
    fmt::format_to(std::back_inserter(out), "{}", value);
}

// JSON has no word for what is no number.
void append(std::string& out, double value) {
    if (!std::isfinite(value)) {
        out += "null";
    } else {
        fmt::format_to(std::back_inserter(out), "{}", value);
    }
}

void append_enum(std::string& out, const pb::EnumDescriptor& type, int number) {
    const auto* value = type.FindValueByNumber(number);
    if (value == nullptr || number == 0) {
        out += "null";
    } else {
        base::append_json_string(out, word_of(*value));
    }
}

void append_time(std::string& out, const pb::Timestamp& time) {
    const base::Instant at{std::chrono::seconds{time.seconds()} +
                           std::chrono::microseconds{time.nanos() / 1000}};
    base::append_json_string(out, base::to_iso8601(at));
}

void append_object(std::string& out, const pb::Message& message);

void append_message(std::string& out, const pb::Message& message) {
    if (message.GetDescriptor() == pb::Timestamp::descriptor()) {
        append_time(out, dynamic_cast<const pb::Timestamp&>(message));
    } else {
        append_object(out, message);
    }
}

/// A value that is set: the member's own, or the item at `index` of a list.
class Value {
public:
    Value(const pb::Message& message, const Field& member, int index = -1)
        : message_{message}, member_{member}, reflection_{*message.GetReflection()}, index_{index} {
    }

    void append_to(std::string& out) const {
        switch (member_.cpp_type()) {
        case Field::CPPTYPE_INT32:
            return append(out, read(&R::GetInt32, &R::GetRepeatedInt32));
        case Field::CPPTYPE_INT64:
            return append(out, read(&R::GetInt64, &R::GetRepeatedInt64));
        case Field::CPPTYPE_UINT32:
            return append(out, read(&R::GetUInt32, &R::GetRepeatedUInt32));
        case Field::CPPTYPE_UINT64:
            return append(out, read(&R::GetUInt64, &R::GetRepeatedUInt64));
        case Field::CPPTYPE_DOUBLE:
            return append(out, read(&R::GetDouble, &R::GetRepeatedDouble));
        case Field::CPPTYPE_FLOAT:
            return append(out, double{read(&R::GetFloat, &R::GetRepeatedFloat)});
        case Field::CPPTYPE_BOOL:
            out += read(&R::GetBool, &R::GetRepeatedBool) ? "true" : "false";
            return;
        case Field::CPPTYPE_ENUM:
            return append_enum(out, *member_.enum_type(),
                               read(&R::GetEnumValue, &R::GetRepeatedEnumValue));
        case Field::CPPTYPE_STRING:
            return append_text(out);
        case Field::CPPTYPE_MESSAGE:
            return append_message(
                out, index_ < 0 ? reflection_.GetMessage(message_, &member_)
                                : reflection_.GetRepeatedMessage(message_, &member_, index_));
        }
    }

    std::string text() const { return read(&R::GetString, &R::GetRepeatedString); }

private:
    using R = pb::Reflection;

    template <class T>
    T read(T (R::*one)(const pb::Message&, const Field*) const,
           T (R::*item)(const pb::Message&, const Field*, int) const) const {
        return index_ < 0 ? (reflection_.*one)(message_, &member_)
                          : (reflection_.*item)(message_, &member_, index_);
    }

    void append_text(std::string& out) const {
        const auto value = text();
        if (!is_raw_json(member_)) {
            base::append_json_string(out, value);
        } else {
            out += value.empty() ? "null" : value;
        }
    }

    const pb::Message& message_;
    const Field& member_;
    const pb::Reflection& reflection_;
    int index_;
};

void append_map(std::string& out, const pb::Message& message, const Field& member) {
    const auto& reflection = *message.GetReflection();
    out += '{';
    for (int index = 0; index < reflection.FieldSize(message, &member); ++index) {
        const auto& entry = reflection.GetRepeatedMessage(message, &member, index);
        if (index > 0) out += ',';
        const auto& key = *member.message_type()->map_key();
        std::string name;
        if (key.cpp_type() == Field::CPPTYPE_STRING) {
            name = Value{entry, key}.text();
        } else {
            Value{entry, key}.append_to(name);
        }
        base::append_json_string(out, name);
        out += ':';
        Value{entry, *member.message_type()->map_value()}.append_to(out);
    }
    out += '}';
}

void append_list(std::string& out, const pb::Message& message, const Field& member) {
    out += '[';
    for (int index = 0; index < message.GetReflection()->FieldSize(message, &member); ++index) {
        if (index > 0) out += ',';
        Value{message, member, index}.append_to(out);
    }
    out += ']';
}

bool is_set(const pb::Message& message, const Field& member) {
    const auto& reflection = *message.GetReflection();
    if (member.is_repeated()) return reflection.FieldSize(message, &member) > 0;
    return !member.has_presence() || reflection.HasField(message, &member);
}

void append_member(std::string& out, const pb::Message& message, const Field& member) {
    if (member.is_map()) return append_map(out, message, member);
    if (member.is_repeated()) return append_list(out, message, member);
    if (is_set(message, member)) return Value{message, member}.append_to(out);
    out += "null";
}

void append_object(std::string& out, const pb::Message& message) {
    const auto& type = *message.GetDescriptor();
    out += '{';
    bool first = true;
    for (int index = 0; index < type.field_count(); ++index) {
        const auto& member = *type.field(index);
        if (is_omitted_when_unset(member) && !is_set(message, member)) continue;
        if (!std::exchange(first, false)) out += ',';
        base::append_json_string(out, member.json_name());
        out += ':';
        append_member(out, message, member);
    }
    out += '}';
}

} // namespace

std::string to_json(const pb::Message& message) {
    std::string out;
    append_message(out, message);
    return out;
}

std::string to_json(const pb::Message& message, const pb::FieldDescriptor& member) {
    std::string out;
    append_member(out, message, member);
    return out;
}

} // namespace hatif::http
