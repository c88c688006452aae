#pragma once

#include "contact/do_not_call/do_not_call.hpp"
#include "page/meta.hpp"
#include "page/request.hpp"
#include "pg/transaction.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The do-not-call list in PostgreSQL. Who writes has taken the organization's turn.
namespace hatif::contact {

/// Takes out what has expired, so that a number is either listed in force or not there.
base::Result<void>
drop_expired(pg::Transaction& transaction, base::OrganizationId organization, base::Instant now);

base::Result<std::vector<DoNotCallEntry>> find_entries(pg::Transaction& transaction,
                                                       base::OrganizationId organization,
                                                       const std::vector<std::string>& numbers);

/// New entries and changed ones, in one statement.
base::Result<void> write_entries(pg::Transaction& transaction,
                                 const std::vector<DoNotCallEntry>& entries);

/// Answers those that were there.
base::Result<std::vector<DoNotCallEntry>> remove_entries(pg::Transaction& transaction,
                                                         base::OrganizationId organization,
                                                         const std::vector<std::string>& numbers);

/// None: DO_NOT_CALL_NOT_FOUND.
base::Result<DoNotCallEntry>
remove_entry(pg::Transaction& transaction, base::OrganizationId organization, std::string_view id);

/// Which of these numbers must not be called now.
base::Result<std::set<std::string>> listed_among(pg::Transaction& transaction,
                                                 base::OrganizationId organization,
                                                 const std::vector<std::string>& numbers,
                                                 base::Instant now);

struct EntriesAsked {
    base::OrganizationId organization;
    phone::Country home;
    std::optional<DoNotCallSource> source{};
    base::Instant now{};
};

struct EntryPage {
    std::vector<DoNotCallEntry> entries;
    page::Meta meta;
};

/// Those in force, sorted by `createdAt` or `number`.
base::Result<EntryPage>
list_entries(pg::Transaction& transaction, const EntriesAsked& asked, const page::Request& wanted);

} // namespace hatif::contact
