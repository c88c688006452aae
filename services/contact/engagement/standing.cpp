#include "contact/engagement/standing.hpp"

#include <utility>

namespace hatif::contact {

namespace {

/// Is it the trunk that fails?
bool note_on_trunk(const EndedCall& call, bool gone, TrunkRecords& trunks) {
    if (!call.trunk) return false;
    auto& record = trunks[*call.trunk];
    record.add(gone);
    return record.suspicious();
}

void note_on_phone(const EndedCall& call, bool gone, Standing& standing) {
    auto& phone = standing.phone;
    const bool same_number = phone && phone->number == call.to;
    if (call.answered) {
        standing.gone = since(std::move(standing.gone), call.at);
        if (same_number && !standing.gone.are_enough()) phone->unreachable = false;
    } else if (gone && same_number && standing.engagement.last_answered_at < call.at) {
        standing.gone = after(std::move(standing.gone), call);
        if (standing.gone.are_enough()) phone->unreachable = true;
    }
}

} // namespace

std::set<base::OrganizationId> may_turn(const std::vector<EndedCall>& calls,
                                        const KnownPhones& known) {
    struct Told {
        bool answered = false;
        std::set<int> gone_days{};
    };
    std::map<base::ContactId, Told> told;
    for (const auto& call : calls) {
        if (call.answered) told[call.contact].answered = true;
        if (is_gone(call)) told[call.contact].gone_days.insert(day_of(call.at));
    }
    std::set<base::OrganizationId> organizations;
    for (const auto& call : calls) {
        const auto phone = known.find(call.contact);
        const auto news = told.find(call.contact);
        if (phone == known.end() || news == told.end()) continue;
        const auto days = phone->second.gone_days + news->second.gone_days.size();
        const bool turns = phone->second.unreachable
                               ? news->second.answered
                               : !news->second.gone_days.empty() && days >= days_until_unreachable;
        if (turns) organizations.insert(call.organization);
    }
    return organizations;
}

void take_calls(const std::vector<EndedCall>& calls, Standings& standings, TrunkRecords& trunks) {
    for (const auto& call : calls) {
        const bool gone = is_gone(call);
        const bool trunk_fails = note_on_trunk(call, gone, trunks);
        const auto found = standings.find(call.contact);
        if (found == standings.end()) continue;
        auto& standing = found->second;
        standing.engagement = after(standing.engagement, call);
        note_on_phone(call, gone && !trunk_fails, standing);
    }
}

} // namespace hatif::contact
