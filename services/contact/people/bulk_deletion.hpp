#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "contact/people/contact_query.hpp"
#include "page/request.hpp"
#include "phone/country.hpp"

#include <hatif/contact/v1/contact_service.pb.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace hatif::contact {

/// Ids, each once, in the order sent.
using IdsAsked = std::vector<base::ContactId>;

/// A phone as sent, and what contacts are matched by; empty when it cannot be a phone at all.
using PhonesAsked = std::vector<std::pair<std::string, std::string>>;

/// The contacts that a list of these words and this filter shows.
struct FilterAsked {
    page::Request words;
    ContactFilter filter;
};

using DeletionAsked = std::variant<IdsAsked, PhonesAsked, FilterAsked>;

constexpr int most_deleted_by_name = 10'000;

/// Exactly one of ids, phones and filter; a filter says something, since one that says nothing
/// would delete all.
base::Result<DeletionAsked> read_deletion(const v1::BulkDeleteContactsRequest& request,
                                          const phone::Country& home);

} // namespace hatif::contact
