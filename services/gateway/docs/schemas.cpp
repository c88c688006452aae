#include "gateway/docs/schemas.hpp"

#include "base/text.hpp"
#include "hatif/api/v1/options.pb.h"
#include "http/member.hpp"

#include <algorithm>

namespace hatif::gateway {

namespace {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

/// The outermost first: Audio.File -> "AudioFile".
std::string own_name(const pb::Descriptor& message) {
    const auto* outer = message.containing_type();
    return (outer == nullptr ? "" : own_name(*outer)) + message.name();
}

/// "hatif.reporting.v1" -> "Reporting".
std::string domain_of(const pb::Descriptor& message) {
    const auto parts = base::split(message.file()->package(), '.');
    std::string domain{parts.size() > 1 ? parts[1] : parts[0]};
    domain[0] = static_cast<char>(domain[0] - 'a' + 'A');
    return domain;
}

JsonMembers number_of(const Field& member) {
    switch (member.cpp_type()) {
    case Field::CPPTYPE_DOUBLE:
    case Field::CPPTYPE_FLOAT:
        return {{"type", R"("number")"}};
    case Field::CPPTYPE_UINT32:
    case Field::CPPTYPE_UINT64:
        return {{"type", R"("integer")"}, {"minimum", "0"}};
    default:
        return {{"type", R"("integer")"}};
    }
}

JsonMembers words_of(const pb::EnumDescriptor& type) {
    std::vector<std::string> words;
    for (int index = 0; index < type.value_count(); ++index) {
        if (type.value(index)->number() == 0) continue;
        words.push_back(json_text(http::word_of(*type.value(index))));
    }
    return {{"type", R"("string")"}, {"enum", json_list(words)}};
}

/// The same, or null.
JsonMembers or_null(const JsonMembers& schema) {
    JsonMembers both;
    for (const auto& [name, value] : schema) {
        if (name == "$ref" || name == "allOf") {
            return {{"anyOf", json_list({json_object({{name, value}}), R"({"type":"null"})"})}};
        }
        if (name == "type") {
            both.emplace_back(name, json_list({value, R"("null")"}));
        } else if (name == "enum") {
            both.emplace_back(name, value.substr(0, value.size() - 1) + ",null]");
        } else {
            both.emplace_back(name, value);
        }
    }
    return both;
}

bool is_cleared(const Field& member) {
    return member.options().GetExtension(api::v1::field).cleared();
}

} // namespace

void Schemas::reads(const pb::Descriptor& message) {
    if (!read_.insert(&message).second) return;
    for (int index = 0; index < message.field_count(); ++index) {
        const auto* inner = message.field(index)->message_type();
        if (inner != nullptr) reads(*inner);
    }
}

std::string Schemas::name_of(const pb::Descriptor& message) {
    if (const auto known = names_.find(&message); known != names_.end()) return known->second;
    auto name = own_name(message);
    const bool taken =
        std::ranges::any_of(names_, [&](const auto& it) { return it.second == name; });
    if (taken) name = domain_of(message) + name;
    names_.emplace(&message, name);
    return name;
}

std::string Schemas::reference_to(const pb::Descriptor& message) {
    const auto name = name_of(message);
    // Marked before it is made: a message may hold itself.
    if (components_.emplace(name, "").second) {
        auto schema = object_of(message);
        components_[name] = std::move(schema);
    }
    return json_object({{"$ref", json_text("#/components/schemas/" + name)}});
}

std::string Schemas::object_of(const pb::Descriptor& message, const Members& without) {
    JsonMembers properties;
    std::vector<std::string> required;
    for (int index = 0; index < message.field_count(); ++index) {
        const auto& member = *message.field(index);
        if (is_cleared(member) || without.contains(&member)) continue;
        properties.emplace_back(member.json_name(), schema_of(member));
        if (!http::is_omitted_when_unset(member)) {
            required.push_back(json_text(member.json_name()));
        }
    }
    JsonMembers schema{{"type", R"("object")"}, {"properties", json_object(properties)}};
    if (!read_.contains(&message) && !required.empty()) {
        schema.emplace_back("required", json_list(required));
    }
    if (const auto words = comments_.of(message); !words.empty()) {
        schema.emplace_back("description", json_text(words));
    }
    return json_object(schema);
}

std::string Schemas::schema_of(const Field& member) {
    auto schema = plural_of(member);
    const bool may_be_null =
        !member.is_repeated() && member.has_presence() && !http::is_omitted_when_unset(member);
    return described(may_be_null ? or_null(schema) : schema, member);
}

std::string Schemas::parameter_of(const Field& member) {
    return described(plural_of(member), member);
}

JsonMembers Schemas::plural_of(const Field& member) {
    if (member.is_map()) {
        const auto values = json_object(value_of(*member.message_type()->map_value()));
        return {{"type", R"("object")"}, {"additionalProperties", values}};
    }
    auto schema = value_of(member);
    if (!member.is_repeated()) return schema;
    return {{"type", R"("array")"}, {"items", json_object(schema)}};
}

std::string Schemas::described(JsonMembers schema, const Field& member) {
    if (const auto words = comments_.of(member); !words.empty()) {
        schema.emplace_back("description", json_text(words));
    }
    return json_object(schema);
}

JsonMembers Schemas::value_of(const Field& member) {
    if (http::is_raw_json(member)) return raw_json_of(member);
    switch (member.cpp_type()) {
    case Field::CPPTYPE_STRING:
        if (http::is_uuid(member)) return {{"type", R"("string")"}, {"format", R"("uuid")"}};
        return {{"type", R"("string")"}};
    case Field::CPPTYPE_BOOL:
        return {{"type", R"("boolean")"}};
    case Field::CPPTYPE_ENUM:
        return words_of(*member.enum_type());
    case Field::CPPTYPE_MESSAGE:
        if (http::is_timestamp(member)) {
            return {{"type", R"("string")"}, {"format", R"("date-time")"}};
        }
        return {{"allOf", json_list({reference_to(*member.message_type())})}};
    default:
        return number_of(member);
    }
}

JsonMembers Schemas::raw_json_of(const Field& member) {
    std::string_view name = member.options().GetExtension(api::v1::field).schema();
    constexpr std::string_view many = "repeated ";
    const bool is_list = name.starts_with(many);
    if (is_list) name.remove_prefix(many.size());
    const auto* message =
        pb::DescriptorPool::generated_pool()->FindMessageTypeByName(std::string{name});
    if (message != nullptr) reads(*message);
    const auto one = message != nullptr ? reference_to(*message) : R"({"type":"object"})";
    if (is_list) return {{"type", R"("array")"}, {"items", one}};
    if (message != nullptr) return {{"allOf", json_list({one})}};
    return {{"type", R"("object")"}};
}

} // namespace hatif::gateway
