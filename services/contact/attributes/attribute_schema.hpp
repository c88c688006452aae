#pragma once

#include "contact/attributes/custom_attribute.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hatif::contact {

/// The attributes that an organization has at one moment, by name. A request reads it once.
class AttributeSchema {
public:
    /// Of an organization that has defined none.
    static const AttributeSchema& none();

    void add(std::string name, AttributeType type) {
        types_.insert_or_assign(std::move(name), type);
    }

    std::optional<AttributeType> type_of(std::string_view name) const {
        const auto found = types_.find(name);
        if (found == types_.end()) return std::nullopt;
        return found->second;
    }

    /// In the order of the names.
    const std::map<std::string, AttributeType, std::less<>>& types() const { return types_; }

private:
    std::map<std::string, AttributeType, std::less<>> types_;
};

inline const AttributeSchema& AttributeSchema::none() {
    static const AttributeSchema empty;
    return empty;
}

} // namespace hatif::contact
