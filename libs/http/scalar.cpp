#include "http/scalar.hpp"

#include "base/instant.hpp"
#include "base/overloaded.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "http/member.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>

#include <charconv>
#include <cmath>
#include <limits>

namespace hatif::http {

namespace {

using Field = pb::FieldDescriptor;
using Wrong = std::optional<std::string>;
using R = pb::Reflection;

template <class T>
void put(pb::Message& into,
         const Field& member,
         T value,
         void (R::*set)(pb::Message*, const Field*, T) const,
         void (R::*add)(pb::Message*, const Field*, T) const) {
    const auto how = member.is_repeated() ? add : set;
    (into.GetReflection()->*how)(&into, &member, std::move(value));
}

template <class T>
std::optional<T> whole_number(const Scalar& value) {
    return std::visit(base::overloaded{
                          [](std::int64_t it) {
                              return std::in_range<T>(it) ? std::optional{T(it)} : std::nullopt;
                          },
                          [](std::uint64_t it) {
                              return std::in_range<T>(it) ? std::optional{T(it)} : std::nullopt;
                          },
                          [](double it) -> std::optional<T> {
                              constexpr double exact = 9007199254740992.0; // 2^53
                              if (std::trunc(it) != it || std::abs(it) > exact) return std::nullopt;
                              const auto whole = static_cast<std::int64_t>(it);
                              return std::in_range<T>(whole) ? std::optional{T(whole)}
                                                             : std::nullopt;
                          },
                          [](const auto&) -> std::optional<T> { return std::nullopt; },
                      },
                      value);
}

std::optional<double> number(const Scalar& value) {
    return std::visit(base::overloaded{
                          [](std::int64_t it) { return std::optional{static_cast<double>(it)}; },
                          [](std::uint64_t it) { return std::optional{static_cast<double>(it)}; },
                          [](double it) { return std::optional{it}; },
                          [](const auto&) { return std::optional<double>{}; },
                      },
                      value);
}

template <class T>
Wrong set_whole(pb::Message& into,
                const Field& member,
                const Scalar& value,
                void (R::*set)(pb::Message*, const Field*, T) const,
                void (R::*add)(pb::Message*, const Field*, T) const) {
    if (!number(value)) return "must be a number";
    const auto whole = whole_number<T>(value);
    if (!whole) {
        return "must be a whole number from " + std::to_string(std::numeric_limits<T>::min()) +
               " to " + std::to_string(std::numeric_limits<T>::max());
    }
    put(into, member, *whole, set, add);
    return std::nullopt;
}

Wrong set_number(pb::Message& into, const Field& member, const Scalar& value) {
    switch (member.cpp_type()) {
    case Field::CPPTYPE_INT32:
        return set_whole<std::int32_t>(into, member, value, &R::SetInt32, &R::AddInt32);
    case Field::CPPTYPE_INT64:
        return set_whole<std::int64_t>(into, member, value, &R::SetInt64, &R::AddInt64);
    case Field::CPPTYPE_UINT32:
        return set_whole<std::uint32_t>(into, member, value, &R::SetUInt32, &R::AddUInt32);
    case Field::CPPTYPE_UINT64:
        return set_whole<std::uint64_t>(into, member, value, &R::SetUInt64, &R::AddUInt64);
    default:
        break;
    }
    const auto it = number(value);
    if (!it) return expectation_of(member);
    if (member.cpp_type() == Field::CPPTYPE_FLOAT) {
        put(into, member, static_cast<float>(*it), &R::SetFloat, &R::AddFloat);
    } else {
        put(into, member, *it, &R::SetDouble, &R::AddDouble);
    }
    return std::nullopt;
}

Wrong set_text(pb::Message& into, const Field& member, const Scalar& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr || (is_uuid(member) && !base::Uuid::parse(*text))) {
        return expectation_of(member);
    }
    // PostgreSQL keeps no such text, and no one means it.
    if (text->find('\0') != std::string::npos) return "must not contain the character U+0000";
    auto kept = is_uuid(member) ? base::Uuid::parse(*text)->to_string() : *text;
    put(into, member, std::move(kept), &R::SetString, &R::AddString);
    return std::nullopt;
}

Wrong set_word(pb::Message& into, const Field& member, const Scalar& value) {
    const auto* word = std::get_if<std::string>(&value);
    const auto* found = word == nullptr ? nullptr : find_word(*member.enum_type(), *word);
    if (found == nullptr) return expectation_of(member);
    put(into, member, found->number(), &R::SetEnumValue, &R::AddEnumValue);
    return std::nullopt;
}

Wrong set_time(pb::Message& into, const Field& member, const Scalar& value) {
    const auto* text = std::get_if<std::string>(&value);
    const auto at =
        text == nullptr ? base::fail(base::Errc::invalid, "") : base::from_iso8601(*text);
    if (!at) return expectation_of(member);
    const auto& reflection = *into.GetReflection();
    auto* kept = dynamic_cast<pb::Timestamp*>(member.is_repeated()
                                                  ? reflection.AddMessage(&into, &member)
                                                  : reflection.MutableMessage(&into, &member));
    const auto second = std::chrono::floor<std::chrono::seconds>(*at);
    kept->set_seconds(second.time_since_epoch().count());
    kept->set_nanos(static_cast<std::int32_t>((*at - second).count() * 1000));
    return std::nullopt;
}

template <class T>
std::optional<T> parsed(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

} // namespace

std::optional<std::string>
set_scalar(pb::Message& into, const pb::FieldDescriptor& member, const Scalar& value) {
    switch (member.cpp_type()) {
    case Field::CPPTYPE_BOOL:
        if (!std::holds_alternative<bool>(value)) return expectation_of(member);
        put(into, member, std::get<bool>(value), &R::SetBool, &R::AddBool);
        return std::nullopt;
    case Field::CPPTYPE_STRING:
        return set_text(into, member, value);
    case Field::CPPTYPE_ENUM:
        return set_word(into, member, value);
    case Field::CPPTYPE_MESSAGE:
        return is_timestamp(member) ? set_time(into, member, value) : expectation_of(member);
    default:
        return set_number(into, member, value);
    }
}

Scalar scalar_of(std::string_view text, const pb::FieldDescriptor& member) {
    switch (member.cpp_type()) {
    case Field::CPPTYPE_STRING:
    case Field::CPPTYPE_ENUM:
    case Field::CPPTYPE_MESSAGE:
        return std::string{text};
    case Field::CPPTYPE_BOOL:
        if (text == "true" || text == "false") return text == "true";
        return std::string{text};
    default:
        if (const auto whole = parsed<std::int64_t>(text)) return *whole;
        if (const auto whole = parsed<std::uint64_t>(text)) return *whole;
        if (const auto broken = parsed<double>(text); broken && std::isfinite(*broken)) {
            return *broken;
        }
        return std::string{text};
    }
}

std::string expectation_of(const pb::FieldDescriptor& member) {
    switch (member.cpp_type()) {
    case Field::CPPTYPE_BOOL:
        return "must be true or false";
    case Field::CPPTYPE_STRING:
        return is_uuid(member) ? "must be a UUID" : "must be a text";
    case Field::CPPTYPE_ENUM:
        return "must be one of: " + words_of(*member.enum_type());
    case Field::CPPTYPE_MESSAGE:
        return is_timestamp(member)
                   ? "must be an ISO-8601 time with a zone: 2025-01-15T10:30:00.000Z"
                   : "must be an object";
    default:
        return "must be a number";
    }
}

} // namespace hatif::http
