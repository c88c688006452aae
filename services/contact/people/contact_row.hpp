#pragma once

#include "contact/people/contact.hpp"
#include "pg/rows.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Contacts as rows of the table `contacts`.
namespace hatif::contact {

/// The columns of a contact `c`, in the order that `contact_from` reads.
const std::string& contact_columns();
Contact contact_from(const pg::Row& row);

struct Column {
    std::string_view name;
    std::string_view type; ///< as its values travel
};

/// All that is written of a contact but its organization.
const std::vector<Column>& written_columns();

/// One array a column, in the order of `written_columns`.
std::vector<pg::Param> arrays_of(const std::vector<const Contact*>& contacts);

/// "valid": as stored.
std::string_view word_of(PhoneStatus status);

} // namespace hatif::contact
