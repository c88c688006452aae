#pragma once

#include "contact/people/change.hpp"
#include "contact/people/contact.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace hatif::contact {

enum class UpsertOutcome { created, updated, unchanged, failed };

/// What became of one item.
struct ItemResult {
    std::optional<base::ContactId> id; ///< none when it failed
    UpsertOutcome outcome = UpsertOutcome::failed;
    std::vector<base::FieldError> errors{};
};

/// What to write, and what to answer.
struct Applied {
    std::vector<Contact> created;
    std::vector<Contact> updated;
    std::vector<ItemResult> results; ///< one for each item, in its order
};

/// Who applies, and when.
struct Occasion {
    base::OrganizationId organization;
    base::Instant now;
    std::function<base::ContactId()> new_id;
};

/// A new contact as the change says, which has a phone.
Contact make_contact(const Change& change, const Occasion& occasion);

/// The contact after the change: the very same when it says nothing new.
Contact changed_contact(const Contact& before, const Change& change, base::Instant now);

/// Applies items in order to the contacts that are stored under their phones: two items of one
/// phone are two changes of one contact, which is written once, and only if it ends up different.
Applied
apply(const std::vector<Item>& items, const std::vector<Contact>& stored, const Occasion& occasion);

/// The phones that the items speak of, each once, in order.
std::vector<std::string> match_keys(const std::vector<Item>& items);

} // namespace hatif::contact
