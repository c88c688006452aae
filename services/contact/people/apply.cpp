#include "contact/people/apply.hpp"

#include "contact/people/search_text.hpp"

#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace hatif::contact {

namespace {

PhoneStatus status_of(phone::Kind kind) {
    switch (kind) {
    case phone::Kind::valid:
        return PhoneStatus::valid;
    case phone::Kind::possible:
        return PhoneStatus::possible;
    case phone::Kind::invalid:
        break;
    }
    return PhoneStatus::invalid;
}

/// What clients read as the full name may be made of its parts. Sent back it says nothing new, and
/// must not keep the name from following its parts.
void forget_derived_name(const Texts& before, Texts& after) {
    auto& given = after[index_of(TextField::full_name)];
    if (!given || before[index_of(TextField::full_name)]) return;
    const auto sent = std::exchange(given, std::nullopt);
    if (sent != full_name_of(before) && sent != full_name_of(after)) given = sent;
}

void take_phone(const GivenPhone& given, Contact& contact) {
    // Only an answered call makes an unreachable phone reachable again, or another number.
    const bool other = contact.match_key != given.reading.match_key;
    if (other || contact.phone_status != PhoneStatus::unreachable) {
        contact.phone_status = status_of(given.reading.kind);
    }
    contact.primary_phone = given.text;
    contact.match_key = given.reading.match_key;
    contact.phone = given.reading.number;
}

/// As dialled at home; empty for what is no number. With its country code a number reads alike
/// whatever the organization's country.
std::string national_digits(const Contact& contact, const Change& change) {
    if (change.phone) return change.phone->reading.national_digits;
    if (!contact.phone) return {};
    static const auto nowhere = *phone::Country::parse("ZZ");
    const auto reading = phone::read(contact.phone->e164(), nowhere);
    return reading ? reading->national_digits : std::string{};
}

/// The contact after the change; its times are not touched.
Contact changed(Contact contact, const Change& change) {
    if (change.phone) take_phone(*change.phone, contact);
    const Texts before = contact.texts;
    for (std::size_t field = 0; field < text_field_count; ++field) {
        if (change.texts[field]) contact.texts[field] = *change.texts[field];
    }
    forget_derived_name(before, contact.texts);
    if (change.channels) contact.channels = *change.channels;
    contact.attributes = with_changes(contact.attributes, change.attributes);
    contact.search_text =
        search_text(contact.texts, contact.match_key, national_digits(contact, change));
    return contact;
}

/// One contact on its way through the items.
struct Entry {
    const Contact* before; // null: there was none
    Contact now;
};

ItemResult failed_by(const base::Error& error) {
    return {std::nullopt, UpsertOutcome::failed, error.fields};
}

} // namespace

Contact make_contact(const Change& change, const Occasion& occasion) {
    Contact blank{.id = occasion.new_id(),
                  .organization = occasion.organization,
                  .primary_phone = {},
                  .match_key = {},
                  .phone = {},
                  .created_at = occasion.now,
                  .updated_at = occasion.now};
    return changed(std::move(blank), change);
}

Contact changed_contact(const Contact& before, const Change& change, base::Instant now) {
    auto after = changed(before, change);
    if (after != before) after.updated_at = now;
    return after;
}

Applied apply(const std::vector<Item>& items,
              const std::vector<Contact>& stored,
              const Occasion& occasion) {
    // By match key, so that what is written is in the order in which all writers lock rows.
    std::map<std::string_view, Entry> entries;
    for (const auto& contact : stored) entries.emplace(contact.match_key, Entry{&contact, contact});

    Applied applied;
    for (const auto& item : items) {
        if (!item.change) {
            applied.results.push_back({std::nullopt, UpsertOutcome::failed, item.errors});
            continue;
        }
        const std::string_view phone = item.change->phone->reading.match_key;
        const auto known = entries.find(phone);
        if (known == entries.end()) {
            auto made = make_contact(*item.change, occasion);
            if (auto fits = check_growth({}, made.attributes); !fits) {
                applied.results.push_back(failed_by(fits.error()));
                continue;
            }
            applied.results.push_back({made.id, UpsertOutcome::created});
            entries.emplace(phone, Entry{nullptr, std::move(made)});
            continue;
        }
        auto& entry = known->second;
        auto after = changed(entry.now, *item.change);
        if (auto fits = check_growth(entry.now.attributes, after.attributes); !fits) {
            applied.results.push_back(failed_by(fits.error()));
            continue;
        }
        const bool same = after == entry.now;
        applied.results.push_back(
            {after.id, same ? UpsertOutcome::unchanged : UpsertOutcome::updated});
        entry.now = std::move(after);
    }
    for (auto& [key, entry] : entries) {
        if (entry.before == nullptr) {
            applied.created.push_back(std::move(entry.now));
        } else if (entry.now != *entry.before) {
            entry.now.updated_at = occasion.now;
            applied.updated.push_back(std::move(entry.now));
        }
    }
    return applied;
}

std::vector<std::string> match_keys(const std::vector<Item>& items) {
    std::set<std::string> keys;
    for (const auto& item : items) {
        if (item.change) keys.insert(item.change->phone->reading.match_key);
    }
    return {keys.begin(), keys.end()};
}

} // namespace hatif::contact
