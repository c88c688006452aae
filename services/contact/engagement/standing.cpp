#include "contact/engagement/standing.hpp"

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
        standing.gone = {};
        if (same_number) phone->unreachable = false;
    } else if (gone && same_number) {
        standing.gone = after(standing.gone, call);
        if (standing.gone.days >= days_until_unreachable) phone->unreachable = true;
    }
}

} // namespace

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
