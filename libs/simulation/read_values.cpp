#include "simulation/faults.hpp"
#include "simulation/read_scenarios.hpp"

namespace hatif::simulation {

namespace dom = simdjson::dom;
using base::Result;

namespace {

bool is_plain(const dom::element& it) {
    return !it.is_array() && !it.is_object();
}

flow::Value value_of(const dom::element& it) {
    if (it.is_bool()) return bool{it};
    if (it.is_number()) return double{it};
    if (it.is_string()) return std::string{std::string_view{it}};
    return flow::Null{};
}

enum class Nested { refused, null };

/// Calls `take(name, value)` for each member.
template <class Take>
void read_members(
    const dom::element& element, const std::string& at, Faults& faults, Nested nested, Take take) {
    dom::object members;
    if (element.is_null()) return;
    if (element.get(members) != simdjson::SUCCESS) return faults.add(at, "must be an object");
    for (const auto [name, value] : members) {
        if (is_plain(value) || nested == Nested::null) {
            take(std::string{name}, value_of(value));
        } else {
            faults.add(fmt::format("{}.{}", at, name), "must be a text, number, boolean or null");
        }
    }
}

} // namespace

Result<flow::Variables> read_variables(std::string_view json, std::string_view member) {
    return parsed<flow::Variables>(
        json, member, [&](const auto& root, Faults& faults, auto& variables) {
            read_members(root, std::string{member}, faults, Nested::refused,
                         [&](std::string name, flow::Value it) {
                             variables.insert_or_assign(std::move(name),
                                                        flow::Variable{std::move(it)});
                         });
        });
}

Result<flow::Sources> read_contact(std::string_view json) {
    return parsed<flow::Sources>(json, "contact", [](const auto& root, Faults& faults, auto& all) {
        dom::object members;
        if (root.get(members) != simdjson::SUCCESS) {
            return faults.add("contact", "must be {fields, customAttributes}");
        }
        for (const auto [member, value] : members) {
            const auto at = fmt::format("contact.{}", member);
            if (member == "customAttributes") {
                read_members(value, at, faults, Nested::null,
                             [&](std::string name, flow::Value it) {
                                 all.attributes.insert_or_assign(std::move(name), std::move(it));
                             });
            } else if (member == "fields") {
                read_members(value, at, faults, Nested::refused,
                             [&](const std::string& name, flow::Value it) {
                                 const auto field = flow::contact_field(name);
                                 if (!field)
                                     return faults.add(at + '.' + name,
                                                       "a contact has no such field");
                                 all.fields.insert_or_assign(*field, std::move(it));
                             });
            } else {
                faults.add(at, "is no member of a contact here: fields, customAttributes");
            }
        }
    });
}

} // namespace hatif::simulation
