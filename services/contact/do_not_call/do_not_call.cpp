#include "contact/do_not_call/do_not_call.hpp"

#include "base/text.hpp"
#include "contact/people/search_text.hpp"
#include "phone/reading.hpp"

#include <map>
#include <utility>

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

base::Error invalid(std::vector<base::FieldError> fields) {
    return {base::Errc::invalid,
            fields.size() == 1 ? "1 field is invalid"
                               : std::to_string(fields.size()) + " fields are invalid",
            "VALIDATION", std::move(fields)};
}

ReadNumber read_number(const std::string& text, const phone::Country& home) {
    const auto reading = phone::read(text, home);
    if (!reading) return {.number = {}, .error = reading.error().what};
    if (!reading->number) return {.number = {}, .error = "is not a phone number"};
    return {reading->number, search_text({}, reading->match_key, reading->national_digits), {}};
}

/// One entry on its way through the numbers.
struct Row {
    DoNotCallEntry entry;
    ListingOutcome outcome;
    bool told = false; ///< a number that comes again is `unchanged`
};

DoNotCallEntry under(DoNotCallEntry entry, const Terms& terms) {
    entry.reason = terms.reason;
    entry.source = terms.source;
    entry.expires_at = terms.expires_at;
    return entry;
}

} // namespace

std::string event_key(const DoNotCallEntry& entry) {
    return entry.organization.value().to_string() + "/" + entry.number.e164();
}

Result<std::vector<ReadNumber>> read_numbers(const std::vector<std::string>& numbers,
                                             const phone::Country& home) {
    if (numbers.empty() || numbers.size() > most_numbers_at_once) {
        return fail(invalid({{"numbers", "must be 1 to 10,000 phone numbers"}}));
    }
    std::vector<ReadNumber> read;
    read.reserve(numbers.size());
    for (const auto& text : numbers) read.push_back(read_number(text, home));
    return read;
}

Result<std::vector<phone::PhoneNumber>> read_all_numbers(const std::vector<std::string>& numbers,
                                                         const phone::Country& home) {
    const auto read = read_numbers(numbers, home);
    if (!read) return fail(read.error());
    std::vector<phone::PhoneNumber> all;
    std::vector<base::FieldError> wrong;
    for (std::size_t i = 0; i < read->size(); ++i) {
        const auto& it = (*read)[i];
        if (it.number) {
            all.push_back(*it.number);
        } else {
            wrong.push_back({"numbers[" + std::to_string(i) + "]", it.error});
        }
    }
    if (!wrong.empty()) return fail(invalid(std::move(wrong)));
    return all;
}

Result<Terms> checked(Terms terms, base::Instant now) {
    std::vector<base::FieldError> wrong;
    if (terms.reason && terms.reason->empty()) terms.reason.reset();
    if (terms.reason && (base::length_in_characters(*terms.reason) > 256 ||
                         terms.reason->find('\0') != std::string::npos)) {
        wrong.push_back({"reason", "must be at most 256 characters"});
    }
    if (terms.expires_at && *terms.expires_at <= now) {
        wrong.push_back({"expiresAt", "must be a moment to come"});
    }
    if (!wrong.empty()) return fail(invalid(std::move(wrong)));
    return terms;
}

Listing enlist(const std::vector<ReadNumber>& numbers,
               const Terms& terms,
               const std::vector<DoNotCallEntry>& stored,
               const ListingOccasion& occasion) {
    std::map<phone::PhoneNumber, Row> rows; // in the order in which all writers lock rows
    for (const auto& entry : stored) {
        const bool same = under(entry, terms) == entry;
        rows.emplace(entry.number,
                     Row{entry, same ? ListingOutcome::unchanged : ListingOutcome::updated});
    }
    Listing listing;
    for (const auto& it : numbers) {
        if (!it.number) {
            listing.results.push_back({.error = it.error});
            continue;
        }
        auto row = rows.find(*it.number);
        if (row == rows.end()) {
            const DoNotCallEntry entry{.id = occasion.new_id(),
                                       .organization = occasion.organization,
                                       .number = *it.number,
                                       .search_text = it.search_text,
                                       .created_at = occasion.now,
                                       .updated_at = occasion.now};
            row = rows.emplace(*it.number, Row{entry, ListingOutcome::added}).first;
        }
        auto& [entry, outcome, told] = row->second;
        listing.results.push_back(
            {entry.id, entry.number, told ? ListingOutcome::unchanged : outcome, {}});
        told = true;
    }
    for (auto& [number, row] : rows) {
        if (!row.told || row.outcome == ListingOutcome::unchanged) continue;
        row.entry = under(std::move(row.entry), terms);
        row.entry.updated_at = occasion.now;
        listing.written.push_back(std::move(row.entry));
    }
    return listing;
}

} // namespace hatif::contact
