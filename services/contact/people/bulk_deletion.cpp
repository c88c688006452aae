#include "contact/people/bulk_deletion.hpp"

#include "contact/people/search_text.hpp"
#include "phone/reading.hpp"

#include <unordered_set>

namespace hatif::contact {

using base::fail;
using base::Result;

namespace {

base::Error invalid(std::vector<base::FieldError> fields) {
    const auto count = fields.size();
    return {base::Errc::invalid,
            count == 1 ? "1 field is invalid" : std::to_string(count) + " fields are invalid",
            "VALIDATION", std::move(fields)};
}

Result<DeletionAsked> read_ids(const v1::BulkDeleteContactsRequest& request) {
    IdsAsked ids;
    std::vector<base::FieldError> wrong;
    std::unordered_set<base::Uuid> seen;
    for (int i = 0; i < request.ids_size(); ++i) {
        const auto id = base::Uuid::parse(request.ids(i));
        if (!id) {
            wrong.push_back({"ids[" + std::to_string(i) + "]", "must be a uuid"});
        } else if (seen.insert(*id).second) {
            ids.emplace_back(*id);
        }
    }
    if (!wrong.empty()) return fail(invalid(std::move(wrong)));
    return ids;
}

DeletionAsked read_phones(const v1::BulkDeleteContactsRequest& request,
                          const phone::Country& home) {
    PhonesAsked phones;
    std::unordered_set<std::string_view> seen;
    for (const auto& text : request.phones()) {
        if (!seen.insert(text).second) continue;
        auto reading = phone::read(text, home);
        phones.emplace_back(text, reading ? std::move(reading->match_key) : std::string{});
    }
    return phones;
}

Result<DeletionAsked> read_condition(const v1::ContactFilter& sent, const phone::Country& home) {
    const auto under_filter = [](base::Error error) {
        for (auto& field : error.fields) field.path = "filter." + field.path;
        return fail(std::move(error));
    };
    page::Asked asked;
    if (sent.has_search()) asked.search = sent.search();
    auto words = page::Request::read(asked, {"createdAt"});
    if (!words) return under_filter(words.error());
    auto filter = read_filter(sent, home);
    if (!filter) return under_filter(filter.error());
    // Of the words what is searched for: marks alone are none.
    if (search_terms(words->search, home).empty() && filter->empty()) {
        return fail(invalid({{"filter", "must say which contacts: it would delete all"}}));
    }
    return FilterAsked{*std::move(words), *std::move(filter)};
}

} // namespace

Result<DeletionAsked> read_deletion(const v1::BulkDeleteContactsRequest& request,
                                    const phone::Country& home) {
    const int ways =
        int{request.ids_size() > 0} + int{request.phones_size() > 0} + int{request.has_filter()};
    if (ways != 1) {
        return fail(invalid({{"body", "must have exactly one of ids, phones and filter, and not "
                                      "empty"}}));
    }
    for (const auto& [member, size] :
         {std::pair{"ids", request.ids_size()}, std::pair{"phones", request.phones_size()}}) {
        if (size > most_deleted_by_name) {
            return fail(invalid({{member, "must be 1 to 10,000 items"}}));
        }
    }
    if (request.ids_size() > 0) return read_ids(request);
    if (request.phones_size() > 0) return read_phones(request, home);
    return read_condition(request.filter(), home);
}

} // namespace hatif::contact
