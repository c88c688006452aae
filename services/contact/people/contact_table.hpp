#pragma once

#include "contact/attributes/attribute_schema.hpp"

#include <hatif/contact/v1/contact.pb.h>

#include <string>
#include <vector>

namespace hatif::contact {

/// Contacts as rows of CSV: a column for each member that REST shows, by its name (members of
/// members as "engagement.calls"), then one for each attribute
/// ("customAttributes.account_balance"). Lists are joined by semicolons; what is unset is empty.
class ContactTable {
public:
    explicit ContactTable(const AttributeSchema& schema);

    void append_header(std::string& out) const;
    void append(const v1::Contact& contact, std::string& out) const;

private:
    std::vector<std::string> attributes_;
};

} // namespace hatif::contact
