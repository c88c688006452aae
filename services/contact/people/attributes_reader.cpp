#include "contact/people/attributes_reader.hpp"

#include "base/text.hpp"
#include "contact/attributes/attribute_value.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace hatif::contact {

namespace ondemand = simdjson::ondemand;
using ondemand::json_type;

namespace {

JsonValue json_value(ondemand::value& value) {
    switch (value.type().value_unsafe()) {
    case json_type::string:
        return value.get_string().value_unsafe();
    case json_type::boolean:
        return value.get_bool().value_unsafe();
    case json_type::number:
        return JsonNumber{base::trimmed(value.raw_json_token())};
    default:
        return JsonOther{};
    }
}

base::Result<AttributeChange> read_change(std::string_view name,
                                          ondemand::value value,
                                          const AttributeSchema& schema,
                                          const phone::Country& home) {
    const auto type = schema.type_of(name);
    if (!type) {
        return base::fail(base::Errc::invalid, "is not a custom attribute of the organization");
    }
    AttributeChange change{std::string{name}, *type, std::nullopt};
    if (value.type().value_unsafe() == json_type::null) return change;
    auto json = read_attribute(*type, json_value(value), home);
    if (!json) return base::fail(json.error());
    change.json = *std::move(json);
    return change;
}

} // namespace

void read_attributes(ondemand::value& sent,
                     const AttributeSchema& schema,
                     const phone::Country& home,
                     std::vector<AttributeChange>& changes,
                     std::vector<base::FieldError>& wrong) {
    const auto kind = sent.type().value_unsafe();
    if (kind == json_type::null) {
        for (const auto& [name, type] : schema.types()) {
            changes.push_back({name, type, std::nullopt});
        }
        return;
    }
    if (kind != json_type::object) {
        wrong.push_back({"customAttributes", "must be an object"});
        return;
    }
    auto members = sent.get_object().value_unsafe();
    std::set<std::string_view> seen; // texts of the document
    for (auto each : members) {
        auto member = std::move(each).value_unsafe();
        const auto name = member.unescaped_key().value_unsafe();
        auto change = seen.insert(name).second ? read_change(name, member.value(), schema, home)
                                               : base::fail(base::Errc::invalid, "is given twice");
        if (change) {
            changes.push_back(*std::move(change));
        } else {
            wrong.push_back({"customAttributes." + std::string{name}, change.error().what});
        }
    }
}

} // namespace hatif::contact
