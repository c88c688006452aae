#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "contact/people/contact_filter.hpp"
#include "page/request.hpp"
#include "pg/codec.hpp"
#include "phone/country.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The SQL of lists of contacts.
namespace hatif::contact {

/// Which contacts a page is taken from, and how phones are read that are searched for.
struct ListScope {
    base::OrganizationId organization;
    phone::Country home;
    std::optional<base::AudienceId> audience{}; ///< its members of now; none: all contacts
    std::int64_t size = 0; ///< how many these are without a search and a filter
    ContactFilter filter{};
};

/// A statement put together with its parameters.
struct Query {
    std::string sql;
    std::vector<pg::Param> params;

    /// "$3", the place of a new parameter.
    template <class T>
    std::string with(const T& value) {
        params.push_back(pg::param(value));
        return "$" + std::to_string(params.size());
    }
};

/// FROM and WHERE: the contacts of the scope in which the words stand, and which its filter leaves.
Query contacts_of(const ListScope& scope, const std::string& search);

/// The whole SELECT of a page: as many of them as `most` from where the page begins.
base::Result<Query> page_of(Query contacts, const page::Request& wanted, std::int64_t most);

/// Where the next page begins when this contact was the last.
page::Cursor cursor_behind(const Contact& contact, const page::Request& wanted);

} // namespace hatif::contact
