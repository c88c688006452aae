#include "contact/people/bulk_delete_endpoint.hpp"

#include "contact/organization.hpp"
#include "contact/people/bulk_deletion.hpp"
#include "contact/people/contact_list.hpp"
#include "contact/people/contact_store.hpp"
#include "contact/people/deletion.hpp"
#include "rpc/status.hpp"

#include <grpcpp/server_context.h>

#include <unordered_set>

namespace hatif::contact {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::int64_t portion = 1'000;

Result<void> delete_ids(pg::Transaction& transaction,
                        base::OrganizationId organization,
                        const IdsAsked& asked,
                        base::Instant now,
                        v1::BulkDeleteContactsResponse& response) {
    std::vector<base::Uuid> ids;
    for (const auto& id : asked) ids.push_back(id.value());
    const auto there = find_contacts(transaction, organization, ids);
    if (!there) return fail(there.error());
    std::unordered_set<base::Uuid> known;
    for (const auto& contact : *there) known.insert(contact.id.value());
    std::vector<base::ContactId> gone;
    for (const auto& id : asked) {
        if (known.contains(id.value())) {
            gone.push_back(id);
        } else {
            response.add_unknown(id.value().to_string());
        }
    }
    response.set_deleted(std::ssize(gone));
    return delete_contacts(transaction, organization, gone, now);
}

Result<void> delete_phones(pg::Transaction& transaction,
                           base::OrganizationId organization,
                           const PhonesAsked& asked,
                           base::Instant now,
                           v1::BulkDeleteContactsResponse& response) {
    std::unordered_set<std::string> keys;
    for (const auto& [text, key] : asked) keys.insert(key);
    const auto there = find_by_phone(transaction, organization, {keys.begin(), keys.end()});
    if (!there) return fail(there.error());
    std::unordered_set<std::string_view> known;
    std::vector<base::ContactId> gone;
    for (const auto& contact : *there) {
        known.insert(contact.match_key);
        gone.push_back(contact.id);
    }
    for (const auto& [text, key] : asked) {
        if (!known.contains(key)) response.add_unknown(text);
    }
    response.set_deleted(std::ssize(gone));
    return delete_contacts(transaction, organization, gone, now);
}

/// One portion of what a filter finds; moves `words` behind it. Answers how many it were.
Result<std::int64_t>
delete_portion(pg::Pool& pool, const ListScope& scope, page::Request& words, base::Instant now) {
    std::optional<page::Cursor> behind;
    const auto gone = pool.transact([&](pg::Transaction& transaction) -> Result<std::int64_t> {
        if (auto turn = take_turn(transaction, scope.organization); !turn) {
            return fail(turn.error());
        }
        const auto found = next_contacts(transaction, scope, words, portion);
        if (!found) return fail(found.error());
        std::vector<base::ContactId> ids;
        for (const auto& contact : *found) ids.push_back(contact.id);
        if (!found->empty()) behind = cursor_behind(found->back(), words);
        const auto done = delete_contacts(transaction, scope.organization, ids, now);
        if (!done) return fail(done.error());
        return std::ssize(ids);
    });
    if (gone && behind) words.after = behind;
    return gone;
}

Result<std::int64_t> delete_found(const grpc::ServerContext& context,
                                  pg::Pool& pool,
                                  const ListScope& scope,
                                  page::Request words,
                                  base::Instant now) {
    for (std::int64_t deleted = 0;;) {
        if (context.IsCancelled()) {
            return fail(Errc::unavailable, "the time was over; " + std::to_string(deleted) +
                                               " contacts are deleted, a repeat goes on");
        }
        const auto gone = delete_portion(pool, scope, words, now);
        if (!gone) return fail(gone.error());
        deleted += *gone;
        if (*gone < portion) return deleted;
    }
}

} // namespace

grpc::Status BulkDeleteEndpoint::run(grpc::ServerContext& context,
                                     const v1::BulkDeleteContactsRequest& request,
                                     v1::BulkDeleteContactsResponse& response) const {
    const auto now = clock_.now();
    std::optional<ListScope> scope; // set: a filter, of which nothing is deleted yet
    page::Request words;
    const auto first = [&](const rpc::Caller& caller, pg::Transaction& transaction) {
        const auto organization = organization_of(caller);
        if (!organization) return Result<void>{fail(organization.error())};
        const auto asked = read_deletion(request, home_of(caller));
        if (!asked) return Result<void>{fail(asked.error())};
        if (const auto* found = std::get_if<FilterAsked>(&*asked)) {
            // Not in this transaction: refused, so that nothing of it is kept, not even its key.
            scope = ListScope{*organization, home_of(caller), {}, 0, found->filter};
            scope->filter.created_until = now; // who comes meanwhile is not meant
            words = found->words;
            return Result<void>{fail(Errc::conflict, "in portions")};
        }
        if (auto turn = take_turn(transaction, *organization); !turn) return turn;
        if (const auto* ids = std::get_if<IdsAsked>(&*asked)) {
            return delete_ids(transaction, *organization, *ids, now, response);
        }
        return delete_phones(transaction, *organization, std::get<PhonesAsked>(*asked), now,
                             response);
    };
    // With an Idempotency-Key that was answered before, the answer comes from here.
    auto status = endpoint_.run(context, request, response, first);
    if (!scope) return status;
    const auto deleted = delete_found(context, pool_, *scope, words, now);
    if (!deleted) return rpc::to_status(deleted.error());
    return endpoint_.run(context, request, response, [&](const auto&, auto&) -> Result<void> {
        response.set_deleted(*deleted);
        return {};
    });
}

} // namespace hatif::contact
