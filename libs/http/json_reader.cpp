#include "http/json_reader.hpp"

#include "base/text.hpp"
#include "http/member.hpp"
#include "http/scalar.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <simdjson.h>

#include <algorithm>

// Two passes: the first proves that the text is JSON, whole, of a sane depth and valid UTF-8; the
// second walks it as it stands, so that raw JSON can be taken over untouched. What the first pass
// let through, the second can read; hence `.value_unsafe()`.
namespace hatif::http {

namespace {

namespace ondemand = simdjson::ondemand;
using Field = pb::FieldDescriptor;
using Seen = std::set<std::string, std::less<>>;

constexpr std::size_t most_depth = 64;
constexpr std::size_t most_bytes = 256 << 20;

base::Result<void> check(std::string& body) {
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    thread_local simdjson::dom::parser parser{most_bytes};
    auto why = parser.allocate(std::max<std::size_t>(body.size(), 256), most_depth);
    if (why == simdjson::SUCCESS) why = parser.parse(body.data(), body.size(), false).error();
    if (why == simdjson::SUCCESS) return {};
    std::string what = simdjson::error_message(why);
    if (why == simdjson::DEPTH_ERROR) {
        what = "it is nested deeper than " + std::to_string(most_depth);
    } else if (why == simdjson::NUMBER_ERROR) {
        what = "a number in it is malformed, or too large";
    }
    return base::fail(base::Errc::invalid, "the body is not valid JSON: " + what, "VALIDATION");
}

std::string member_path(const std::string& object, std::string_view name) {
    return object.empty() ? std::string{name} : object + "." + std::string{name};
}

class Walk {
public:
    Walk(pb::Message& root, FieldErrors& wrong)
        : root_{root}, cleared_{cleared_member(*root.GetDescriptor())}, wrong_{wrong} {}

    void
    object(ondemand::object from, pb::Message& into, const std::string& at, const Members& bound) {
        const auto& type = *into.GetDescriptor();
        Seen seen;
        for (auto each : from) {
            auto entry = std::move(each).value_unsafe();
            const std::string name{entry.unescaped_key().value_unsafe()};
            const auto path = member_path(at, name);
            const auto* member = find_member(type, name);
            if (!seen.insert(name).second) {
                refuse(path, "is given twice");
            } else if (member == nullptr || bound.contains(member)) {
                if (!is_output_only(type, name)) refuse(path, "is not a known member");
            } else {
                read(entry.value(), into, *member, path);
            }
        }
    }

private:
    void read(ondemand::value from, pb::Message& into, const Field& member, const std::string& at) {
        if (kind_of(from) == ondemand::json_type::null) {
            clear(at);
        } else if (member.is_map()) {
            map(from, into, member, at);
        } else if (member.is_repeated()) {
            list(from, into, member, at);
        } else if (member.cpp_type() == Field::CPPTYPE_MESSAGE && !is_timestamp(member)) {
            object_member(from, into, member, at);
        } else {
            value(from, into, member, at);
        }
    }

    void object_member(ondemand::value from,
                       pb::Message& into,
                       const Field& member,
                       const std::string& at) {
        if (kind_of(from) != ondemand::json_type::object) return refuse(at, "must be an object");
        auto members = from.get_object().value_unsafe();
        if (members.is_empty().value_unsafe()) return clear(at);
        object(members, *into.GetReflection()->MutableMessage(&into, &member), at, {});
    }

    void list(ondemand::value from, pb::Message& into, const Field& member, const std::string& at) {
        if (kind_of(from) != ondemand::json_type::array) return refuse(at, "must be a list");
        auto items = from.get_array().value_unsafe();
        if (items.is_empty().value_unsafe()) return clear(at);
        std::size_t index = 0;
        for (auto item : items) {
            value(item.value_unsafe(), into, member, at + "[" + std::to_string(index++) + "]");
        }
    }

    void map(ondemand::value from, pb::Message& into, const Field& member, const std::string& at) {
        if (kind_of(from) != ondemand::json_type::object) return refuse(at, "must be an object");
        auto members = from.get_object().value_unsafe();
        if (members.is_empty().value_unsafe()) return clear(at);
        Seen seen;
        for (auto each : members) {
            auto entry = std::move(each).value_unsafe();
            const std::string name{entry.unescaped_key().value_unsafe()};
            const auto path = member_path(at, name);
            if (!seen.insert(name).second) {
                refuse(path, "is given twice");
                continue;
            }
            auto& kept = *into.GetReflection()->AddMessage(&into, &member);
            const auto& key = *member.message_type()->map_key();
            if (const auto what = set_scalar(kept, key, scalar_of(name, key))) refuse(path, *what);
            value(entry.value(), kept, *member.message_type()->map_value(), path);
        }
    }

    void
    value(ondemand::value from, pb::Message& into, const Field& member, const std::string& at) {
        if (is_raw_json(member)) return raw(from, into, member);
        const auto kind = kind_of(from);
        const bool is_object = kind == ondemand::json_type::object;
        if (member.cpp_type() == Field::CPPTYPE_MESSAGE && !is_timestamp(member)) {
            if (!is_object) return refuse(at, "must be an object");
            const auto& reflection = *into.GetReflection();
            auto& inner = member.is_repeated() ? *reflection.AddMessage(&into, &member)
                                               : *reflection.MutableMessage(&into, &member);
            return object(from.get_object().value_unsafe(), inner, at, {});
        }
        if (is_object || kind == ondemand::json_type::array || kind == ondemand::json_type::null) {
            return refuse(at, expectation_of(member));
        }
        if (const auto what = set_scalar(into, member, scalar(from, kind))) refuse(at, *what);
    }

    static ondemand::json_type kind_of(ondemand::value& value) {
        return value.type().value_unsafe();
    }

    static Scalar scalar(ondemand::value from, ondemand::json_type kind) {
        if (kind == ondemand::json_type::string) {
            return std::string{from.get_string().value_unsafe()};
        }
        if (kind == ondemand::json_type::boolean) return from.get_bool().value_unsafe();
        auto number = from.get_number().value_unsafe();
        if (number.is_int64()) return number.get_int64();
        if (number.is_uint64()) return number.get_uint64();
        return number.get_double();
    }

    static void raw(ondemand::value from, pb::Message& into, const Field& member) {
        const auto kind = kind_of(from);
        std::string_view text;
        if (kind == ondemand::json_type::object) {
            text = from.get_object().value_unsafe().raw_json().value_unsafe();
        } else if (kind == ondemand::json_type::array) {
            text = from.get_array().value_unsafe().raw_json().value_unsafe();
        } else {
            text = from.raw_json_token();
        }
        const auto& reflection = *into.GetReflection();
        std::string kept{base::trimmed(text)};
        if (member.is_repeated()) {
            reflection.AddString(&into, &member, std::move(kept));
        } else {
            reflection.SetString(&into, &member, std::move(kept));
        }
    }

    void refuse(const std::string& at, std::string what) {
        wrong_.push_back({at, std::move(what)});
    }

    void clear(const std::string& at) {
        if (cleared_ != nullptr) root_.GetReflection()->AddString(&root_, cleared_, at);
    }

    pb::Message& root_;
    const Field* cleared_;
    FieldErrors& wrong_;
};

} // namespace

base::Result<void>
read_json(std::string& body, pb::Message& into, FieldErrors& wrong, const Members& bound) {
    if (base::trimmed(body).empty()) return {};
    if (auto checked = check(body); !checked) return checked;
    thread_local ondemand::parser parser{most_bytes};
    ondemand::document document;
    (void)parser.iterate(body.data(), body.size(), body.capacity()).get(document);
    if (document.type().value_unsafe() != ondemand::json_type::object) {
        return base::fail(base::Errc::invalid, "the body must be a JSON object", "VALIDATION");
    }
    Walk{into, wrong}.object(document.get_object().value_unsafe(), into, "", bound);
    return {};
}

base::Result<void>
read_raw_json(std::string& body, pb::Message& into, const pb::FieldDescriptor& member) {
    if (base::trimmed(body).empty()) body = "{}";
    if (auto checked = check(body); !checked) return checked;
    into.GetReflection()->SetString(&into, &member, std::string{base::trimmed(body)});
    return {};
}

void read_parameter(std::string_view text,
                    pb::Message& into,
                    const pb::FieldDescriptor& member,
                    FieldErrors& wrong) {
    const bool is_set = !member.is_repeated() && member.has_presence() &&
                        into.GetReflection()->HasField(into, &member);
    const std::string name{member.json_name()};
    if (is_set) {
        wrong.push_back({name, "is given twice"});
    } else if (!base::is_utf8(text)) {
        wrong.push_back({name, "must be valid UTF-8"});
    } else if (auto what = set_scalar(into, member, scalar_of(text, member))) {
        wrong.push_back({name, std::move(*what)});
    }
}

} // namespace hatif::http
