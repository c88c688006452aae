#include "flow/value_source.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hatif::flow {

namespace {

using Kind = ValueSource::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 4> kinds{{
    {"variable", Kind::variable},
    {"customAttribute", Kind::custom_attribute},
    {"contactField", Kind::contact_field},
    {"system", Kind::system},
}};

constexpr std::array<std::string_view, 14> fields{
    "primaryPhone", "primaryEmail",     "firstName", "lastName",
    "fullName",     "address",          "city",      "state",
    "zip",          "occupation",       "gender",    "language",
    "timezone",     "preferredChannel",
};

constexpr std::array<std::string_view, 10> system_names{
    "sys.callId",    "sys.callStatus",    "sys.callDirection", "sys.answeredBy",
    "sys.contactId", "sys.contactPhone",  "sys.contactName",   "sys.organizationId",
    "sys.programId", "sys.attemptNumber",
};

template <class List>
bool has(const List& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

Variable found_in(const std::map<std::string, Value, std::less<>>& values, std::string_view name) {
    const auto it = values.find(name);
    return it == values.end() ? Variable{} : Variable{it->second};
}

Variable text_or_null(std::string_view text) {
    return text.empty() ? Variable{} : Variable{std::string{text}};
}

} // namespace

std::string_view to_string(Kind kind) {
    return kinds[static_cast<std::size_t>(kind)].first;
}

std::optional<Kind> source_kind(std::string_view text) {
    for (const auto& [name, kind] : kinds) {
        if (name == text) return kind;
    }
    return std::nullopt;
}

std::optional<std::string> contact_field(std::string_view name) {
    if (name == "phone") return "primaryPhone";
    if (name == "email") return "primaryEmail";
    if (!has(fields, name)) return std::nullopt;
    return std::string{name};
}

bool is_system_name(std::string_view name) {
    return has(system_names, name);
}

std::optional<Variable> read(const ValueSource& source, const Scope& scope) {
    switch (source.kind) {
    case Kind::variable: {
        const auto it = scope.variables.find(source.name);
        if (it == scope.variables.end()) return std::nullopt;
        return it->second;
    }
    case Kind::custom_attribute:
        return found_in(scope.sources.attributes, source.name);
    case Kind::contact_field:
        return found_in(scope.sources.fields, source.name);
    case Kind::system:
        break;
    }
    if (source.name == "sys.callStatus") return text_or_null(scope.call_status);
    if (source.name == "sys.answeredBy") return text_or_null(scope.answered_by);
    return found_in(scope.sources.system, source.name);
}

} // namespace hatif::flow
