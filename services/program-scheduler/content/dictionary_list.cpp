#include "program_scheduler/content/dictionary_list.hpp"

#include "page/meta.hpp"
#include "page/wire.hpp"
#include "program_scheduler/content/dictionary_rows.hpp"
#include "program_scheduler/content/dictionary_wire.hpp"
#include "program_scheduler/content/entry_rows.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
namespace v1 = program::v1;

Result<void> list(const rpc::Caller& caller,
                  pg::Transaction& transaction,
                  const v1::ListDictionariesRequest& request,
                  v1::ListDictionariesResponse& answer) {
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {"name", "createdAt"});
    if (!wanted) return fail(wanted.error());
    const auto found = list_dictionaries(transaction, caller.organization.value(), *wanted);
    if (!found) return fail(found.error());
    std::optional<page::Place> last;
    if (!found->things.empty()) {
        const auto& it = found->things.back();
        last = page::Place{wanted->sort_by == "name" ? it.name : page::as_value(it.created_at),
                           it.id.value().to_string()};
    }
    if (request.has_page() || request.has_cursor()) {
        page::write(page::meta(*wanted, found->total, last), *answer.mutable_meta());
    }
    for (const auto& dictionary : found->things) to_wire(dictionary, *answer.add_data());
    return {};
}

Result<void> list(pg::Transaction& transaction,
                  const Dictionary& dictionary,
                  const v1::ListDictionaryEntriesRequest& request,
                  v1::ListDictionaryEntriesResponse& answer) {
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {"key", "createdAt"});
    if (!wanted) return fail(wanted.error());
    const auto found = list_entries(transaction, dictionary, *wanted);
    if (!found) return fail(found.error());
    std::optional<page::Place> last;
    if (!found->things.empty()) {
        const auto& it = found->things.back();
        last = page::Place{wanted->sort_by == "key" ? it.key : page::as_value(it.created_at),
                           it.id.to_string()};
    }
    page::write(page::meta(*wanted, found->total, last), *answer.mutable_meta());
    for (const auto& entry : found->things) to_wire(entry, *answer.add_data());
    return {};
}

} // namespace hatif::program_scheduler
