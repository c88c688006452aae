#include "program_scheduler/programs/calling_wire.hpp"

#include "program_scheduler/programs/week_wire.hpp"

namespace hatif::program_scheduler {

namespace {

std::vector<schedule::DailyWindow> whole_week() {
    std::vector<schedule::DailyWindow> week;
    for (int day = 0; day < 7; ++day) week.push_back({day, 0, 23 * 60 + 59});
    return week;
}

} // namespace

schedule::CallingHours read_calling(FieldCheck& check, const type::v1::CallingHours& sent) {
    schedule::CallingHours hours{.weekly = read_week(check, "callingHours", sent)};
    if (hours.weekly.empty()) hours.weekly = whole_week();
    if (!sent.has_zone()) return hours;
    if (sent.zone() != type::v1::HOURS_ZONE_CONTACT &&
        sent.zone() != type::v1::HOURS_ZONE_PROGRAM) {
        check.refuse("callingHours.zone", "must be one of: contact, program");
    }
    hours.zone = static_cast<schedule::HoursOf>(sent.zone());
    return hours;
}

void to_wire(const schedule::CallingHours& hours, type::v1::CallingHours& wire) {
    write_week(hours.weekly, wire);
    wire.set_zone(static_cast<type::v1::HoursZone>(hours.zone));
}

} // namespace hatif::program_scheduler
