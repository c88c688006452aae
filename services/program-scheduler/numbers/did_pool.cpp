#include "program_scheduler/numbers/did_pool.hpp"

#include "base/text.hpp"
#include "program_scheduler/numbers/did_rows.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

namespace {

bool names(std::string_view entry, const Did& did) {
    if (const auto id = base::Uuid::parse(entry)) return did.id.value() == *id;
    return did.number == entry;
}

} // namespace

Result<std::vector<Did>> match_pool(const std::vector<std::string>& entries,
                                    const std::vector<Did>& dids) {
    if (entries.empty()) {
        return fail({Errc::invalid,
                     "the pool has no number",
                     "EMPTY_DID_POOL",
                     {{"didPool", "must hold at least one number"}}});
    }
    std::vector<Did> pool;
    std::vector<base::FieldError> unknown;
    std::vector<base::FieldError> inactive;
    for (std::size_t index = 0; index < entries.size(); ++index) {
        const auto path = "didPool[" + std::to_string(index) + "]";
        const auto entry = base::trimmed(entries[index]);
        const auto did =
            std::find_if(dids.begin(), dids.end(), [&](const Did& it) { return names(entry, it); });
        if (did == dids.end()) {
            unknown.push_back({path, "is no number of this organization"});
        } else if (did->status != DidStatus::active) {
            inactive.push_back({path, "is not active"});
        } else if (std::none_of(pool.begin(), pool.end(),
                                [&](const Did& it) { return it.id == did->id; })) {
            pool.push_back(*did);
        }
    }
    if (unknown.empty() && inactive.empty()) return pool;
    const bool access = !unknown.empty();
    auto fields = std::move(unknown);
    fields.insert(fields.end(), inactive.begin(), inactive.end());
    return fail({Errc::invalid, "not every number of the pool can be used",
                 access ? "DID_NOT_ACCESSIBLE" : "DID_NOT_ACTIVE", std::move(fields)});
}

Result<std::vector<Did>> resolve_pool(pg::Transaction& transaction,
                                      const base::OrganizationId& organization,
                                      const std::vector<std::string>& entries) {
    std::vector<base::Uuid> ids;
    std::vector<std::string> numbers;
    for (const auto& entry : entries) {
        const auto text = base::trimmed(entry);
        if (const auto id = base::Uuid::parse(text)) {
            ids.push_back(*id);
        } else if (base::is_utf8(text) && text.find('\0') == std::string_view::npos) {
            numbers.emplace_back(text);
        }
    }
    const auto dids = dids_named(transaction, organization, ids, numbers);
    if (!dids) return fail(dids.error());
    return match_pool(entries, *dids);
}

Result<Did> resolve_did(pg::Transaction& transaction,
                        const base::OrganizationId& organization,
                        const std::string& entry,
                        const std::string& path) {
    auto pool = resolve_pool(transaction, organization, {entry});
    if (pool) return std::move(pool->front());
    auto error = pool.error();
    error.what = "the number to call from cannot be used";
    for (auto& field : error.fields) field.path = path;
    return fail(std::move(error));
}

} // namespace hatif::program_scheduler
