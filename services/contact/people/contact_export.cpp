#include "contact/people/contact_export.hpp"

#include "contact/attributes/attribute_store.hpp"
#include "contact/engagement/engagement_store.hpp"
#include "contact/organization.hpp"
#include "contact/people/contact_list.hpp"
#include "contact/people/contact_table.hpp"
#include "contact/people/wire.hpp"
#include "http/json_writer.hpp"
#include "page/wire.hpp"

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

constexpr std::int64_t portion = 1'000;

/// What is exported, checked.
struct Asked {
    ListScope scope;
    page::Request order;
    bool as_table; ///< CSV, not NDJSON
};

Result<Asked> read(const rpc::Caller& caller, const v1::ExportContactsRequest& request) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    page::Asked asked;
    if (request.has_search()) asked.search = request.search();
    if (request.has_sort_by()) asked.sort_by = request.sort_by();
    if (request.has_sort_order()) {
        asked.order = request.sort_order() == type::v1::SORT_ORDER_ASC ? page::Order::ascending
                                                                       : page::Order::descending;
    }
    auto order = read_page_of_contacts(asked);
    if (!order) return fail(order.error());
    const auto home = home_of(caller);
    auto filter = read_filter(request, home);
    if (!filter) return fail(filter.error());
    return Asked{{*organization, home, std::nullopt, 0, *std::move(filter)},
                 *std::move(order),
                 request.format() != v1::EXPORT_FORMAT_NDJSON};
}

type::v1::Download::Header header_of(const Asked& asked) {
    type::v1::Download::Header header;
    header.set_content_type(asked.as_table ? "text/csv; charset=utf-8" : "application/x-ndjson");
    header.set_file_name(asked.as_table ? "contacts.csv" : "contacts.ndjson");
    return header;
}

/// The next contacts as clients see them.
struct Portion {
    google::protobuf::RepeatedPtrField<v1::Contact> contacts;
    std::optional<page::Cursor> behind; ///< where the next ones begin
};

Result<Portion>
read_portion(pg::Transaction& transaction, const Asked& asked, const AttributeSchema& schema) {
    const auto found = next_contacts(transaction, asked.scope, asked.order, portion);
    if (!found) return fail(found.error());
    Portion next;
    for (const auto& contact : *found) to_wire(contact, schema, *next.contacts.Add());
    if (!found->empty()) next.behind = cursor_behind(found->back(), asked.order);
    if (auto told = tell_engagement(transaction, next.contacts); !told) return fail(told.error());
    return next;
}

} // namespace

Result<void> export_contacts(const rpc::Caller& caller,
                             const v1::ExportContactsRequest& request,
                             pg::Pool& pool,
                             endpoint::Download& download) {
    auto asked = read(caller, request);
    if (!asked) return fail(asked.error());
    const auto schema = pool.transact([&](pg::Transaction& transaction) {
        return read_schema(transaction, asked->scope.organization);
    });
    if (!schema) return fail(schema.error());
    const ContactTable table{*schema};
    std::string lines;
    if (asked->as_table) table.append_header(lines);
    bool more = download.begin(header_of(*asked)) && download.write(lines);
    while (more) {
        const auto next = pool.transact([&](pg::Transaction& transaction) {
            return read_portion(transaction, *asked, *schema);
        });
        if (!next) return fail(next.error());
        lines.clear();
        for (const auto& contact : next->contacts) {
            if (asked->as_table) {
                table.append(contact, lines);
            } else {
                lines += http::to_json(contact) + '\n';
            }
        }
        if (!download.write(lines)) return {};
        more = next->contacts.size() == portion;
        asked->order.after = next->behind;
    }
    download.end();
    return {};
}

} // namespace hatif::contact
