#include "contact/do_not_call/opt_outs.hpp"

#include "base/text.hpp"
#include "contact/people/search_text.hpp"
#include "phone/reading.hpp"

#include <hatif/dialer/v1/call_events.pb.h>

#include <algorithm>
#include <string_view>

namespace hatif::contact {

namespace {

constexpr std::string_view type = "hatif.dialer.v1.OptedOut";
constexpr std::size_t longest_reason = 256;

/// E.164 alone: a number without its country is nobody's.
base::Result<ReadNumber> read_person(const std::string& phone) {
    static const auto nowhere = *phone::Country::parse("ZZ");
    if (!phone.starts_with('+')) return base::fail(base::Errc::invalid, "phone is not E.164");
    const auto reading = phone::read(phone, nowhere);
    if (!reading) return base::fail(reading.error());
    if (!reading->number) return base::fail(base::Errc::invalid, "phone is no number");
    return ReadNumber{
        reading->number, search_text({}, reading->match_key, reading->national_digits), {}};
}

base::Result<OptOut> wish_in(const kafka::Received& record, dialer::v1::CallEvent& event) {
    const auto invalid = [](const char* why) { return base::fail(base::Errc::invalid, why); };
    if (!event.ParseFromArray(record.payload.data(), static_cast<int>(record.payload.size()))) {
        return invalid("not a hatif.dialer.v1.CallEvent");
    }
    if (!event.has_opted_out()) return invalid("no OptedOut in it, against its ce_type");
    const auto organization = base::Uuid::parse(event.organization_id());
    const auto attempt = base::Uuid::parse(event.attempt_id());
    if (!organization || !attempt) return invalid("organization_id or attempt_id is no uuid");
    auto person = read_person(event.opted_out().phone());
    if (!person) return base::fail(person.error());
    return OptOut{.organization = base::OrganizationId{*organization},
                  .attempt = *attempt,
                  .sequence = event.sequence(),
                  .number = *std::move(person),
                  .node = event.opted_out().node_id()};
}

} // namespace

std::vector<OptOut> read_opt_outs(kafka::Batch& batch) {
    std::vector<OptOut> wishes;
    dialer::v1::CallEvent event;
    for (std::size_t i = 0; i < batch.records().size(); ++i) {
        const auto& record = batch.records()[i];
        if (record.header("ce_type") != type) continue;
        if (auto wish = wish_in(record, event)) {
            wishes.push_back(*std::move(wish));
        } else {
            batch.reject(i, wish.error().what);
        }
    }
    return wishes;
}

Terms terms_of(const OptOut& wish) {
    auto reason = "asked for in a call: attempt " + wish.attempt.to_string();
    const auto with_node = reason + ", node " + wish.node;
    const bool fits = base::length_in_characters(with_node) <= longest_reason &&
                      with_node.find('\0') == std::string::npos;
    if (fits && !wish.node.empty()) reason = with_node;
    return {.reason = std::move(reason), .source = DoNotCallSource::ivr};
}

bool is_fulfilled(const OptOut& wish, const std::vector<DoNotCallEntry>& stored) {
    return std::any_of(stored.begin(), stored.end(), [&](const DoNotCallEntry& entry) {
        return entry.number == *wish.number.number && !entry.expires_at;
    });
}

} // namespace hatif::contact
