#pragma once

#include "gateway/identity/field_check.hpp"
#include "gateway/identity/organizations/calling_rules.hpp"

#include <hatif/type/v1/calling_hours.pb.h>

/// type/v1's calling hours, holidays and cap ↔ ours. Reading names every wrong member.
namespace hatif::gateway {

using HolidaysOnWire = google::protobuf::RepeatedPtrField<type::v1::Holiday>;

CallingHours read_calling_hours(FieldCheck& check, const type::v1::CallingHours& sent);
std::vector<Holiday> read_holidays(FieldCheck& check, const HolidaysOnWire& sent);
FrequencyCap read_frequency_cap(FieldCheck& check, const type::v1::FrequencyCap& sent);

void to_wire(const CallingHours& hours, type::v1::CallingHours& wire);
void to_wire(const FrequencyCap& cap, type::v1::FrequencyCap& wire);

/// Into an answer with calling_hours, holidays and frequency_cap: what is unset stays so.
template <class Answer>
void write_rules(const CallingRules& rules, Answer& answer) {
    if (rules.hours) to_wire(*rules.hours, *answer.mutable_calling_hours());
    for (const auto& it : rules.holidays) {
        auto& holiday = *answer.add_holidays();
        holiday.set_date(it.date);
        if (!it.name.empty()) holiday.set_name(it.name);
    }
    if (rules.cap) to_wire(*rules.cap, *answer.mutable_frequency_cap());
}

} // namespace hatif::gateway
