#pragma once

#include "flow/value.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace hatif::flow {

/// Where a value comes from when a call needs it.
struct ValueSource {
    enum class Kind { variable, custom_attribute, contact_field, system };

    Kind kind = Kind::variable;
    std::string name;

    bool operator==(const ValueSource&) const = default;
};

/// "variable", "customAttribute", "contactField", "system": as the graph writes them.
std::string_view to_string(ValueSource::Kind kind);
std::optional<ValueSource::Kind> source_kind(std::string_view text);

/// The one name of a contact's field: "phone" is "primaryPhone", "email" is "primaryEmail". None:
/// a contact has no such field.
std::optional<std::string> contact_field(std::string_view name);

bool is_system_name(std::string_view name);

/// What is known of the one who is called and of the call, from its beginning. Fields go by the
/// names that `contact_field` answers.
struct Sources {
    std::map<std::string, Value, std::less<>> attributes{};
    std::map<std::string, Value, std::less<>> fields{};
    std::map<std::string, Value, std::less<>> system{};
    std::string currency = "MAD"; ///< ISO 4217: what amounts are in
};

/// What a node may read while it decides.
struct Scope {
    const Variables& variables;
    const Sources& sources;
    std::string_view call_status;   ///< sys.callStatus: "dialing", "answered", "busy", …
    std::string_view answered_by;   ///< sys.answeredBy: "human", "machine", "unknown"; empty before
    std::optional<char> kept_key{}; ///< pressed during a play with barge-in, for the next `dtmf`
    /// What a condition on a secret came to, when a call is had again without its secrets.
    std::optional<bool> verdict{};
};

/// What is there now. Nothing: the variable was never set. What a contact does not have is null.
std::optional<Variable> read(const ValueSource& source, const Scope& scope);

} // namespace hatif::flow
