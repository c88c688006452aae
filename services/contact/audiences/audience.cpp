#include "contact/audiences/audience.hpp"

#include "base/text.hpp"

#include <string_view>
#include <unordered_set>
#include <utility>

namespace hatif::contact {

namespace {

base::Result<void> refuse(std::vector<base::FieldError> fields) {
    return base::fail({base::Errc::invalid,
                       fields.size() == 1 ? "1 field is invalid"
                                          : std::to_string(fields.size()) + " fields are invalid",
                       "VALIDATION", std::move(fields)});
}

base::Result<std::vector<base::ContactId>> refuse_list(std::string why) {
    return base::fail(refuse({{"contacts", std::move(why)}}).error());
}

bool has_nul(std::string_view text) {
    return text.find('\0') != text.npos;
}

} // namespace

base::Result<void> check_audience(const std::string& name,
                                  const std::optional<std::string>& description) {
    std::vector<base::FieldError> wrong;
    const auto length = base::length_in_characters(name);
    if (length < 3 || length > 64 || has_nul(name)) {
        wrong.push_back({"name", "must be 3 to 64 characters"});
    }
    if (description && (base::length_in_characters(*description) > 256 || has_nul(*description))) {
        wrong.push_back({"description", "must be at most 256 characters"});
    }
    if (!wrong.empty()) return refuse(std::move(wrong));
    return {};
}

base::Result<Audience> edited(Audience audience, const AudienceEdit& edit) {
    if (edit.name) audience.name = *edit.name;
    if (edit.description) audience.description = *edit.description;
    if (audience.description && audience.description->empty()) audience.description.reset();
    if (auto checked = check_audience(audience.name, audience.description); !checked) {
        return base::fail(checked.error());
    }
    return audience;
}

base::Result<std::vector<base::ContactId>> read_members(const std::vector<std::string>& ids) {
    if (ids.empty()) return refuse_list("must be 1 to 10,000 ids of contacts");
    return read_replacement(ids, true);
}

base::Result<std::vector<base::ContactId>> read_replacement(const std::vector<std::string>& ids,
                                                            bool sent) {
    if (!sent) return refuse_list("must be sent; [] takes every member out");
    if (ids.size() > most_members_at_once) {
        return refuse_list("must be at most 10,000 ids of contacts");
    }
    std::vector<base::FieldError> wrong;
    std::vector<base::ContactId> read;
    std::unordered_set<base::Uuid> seen;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto id = base::Uuid::parse(ids[i]);
        if (!id) {
            wrong.push_back({"contacts[" + std::to_string(i) + "]", "must be a uuid"});
        } else if (seen.insert(*id).second) {
            read.emplace_back(*id);
        }
    }
    if (!wrong.empty()) return base::fail(refuse(std::move(wrong)).error());
    return read;
}

base::Result<void> check_replacement(const Audience& audience, std::size_t given) {
    if (static_cast<std::size_t>(audience.contact_count) + given <= most_members_replaced) {
        return {};
    }
    return refuse({{"contacts", "the audience is too large to be replaced in one request (200,000 "
                                "contacts before and after); remove contacts or make a new "
                                "audience"}});
}

} // namespace hatif::contact
