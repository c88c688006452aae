#include "zone/zone.hpp"

#include "zone/name.hpp"

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>
#include <unicode/unistr.h>

#include <chrono>
#include <string>

namespace hatif::zone {

using base::fail;
using base::Result;

namespace {

using Milliseconds = std::chrono::milliseconds;

// ICU counts milliseconds in a double, which holds them exactly for 285,000 years.
UDate to_icu(base::Instant at) {
    return static_cast<UDate>(std::chrono::floor<Milliseconds>(at.time_since_epoch()).count());
}

base::Instant from_icu(UDate at) {
    return base::Instant{Milliseconds{static_cast<std::int64_t>(at)}};
}

} // namespace

struct Zone::Rules {
    std::unique_ptr<icu::BasicTimeZone> icu;
};

Result<Zone> Zone::named(std::string_view name) {
    const auto unknown = [&] {
        return fail(base::Errc::invalid, "no time zone is called \"" + std::string{name} + "\"");
    };
    if (!is_name(name)) return unknown();
    const auto id = icu::UnicodeString::fromUTF8(
        icu::StringPiece{name.data(), static_cast<std::int32_t>(name.size())});
    std::unique_ptr<icu::TimeZone> made{icu::TimeZone::createTimeZone(id)};
    auto* rules = dynamic_cast<icu::BasicTimeZone*>(made.get());
    if (rules == nullptr || *made == icu::TimeZone::getUnknown()) return unknown();
    (void)made.release(); // `rules` holds it
    return Zone{std::make_shared<const Rules>(Rules{std::unique_ptr<icu::BasicTimeZone>{rules}})};
}

base::Duration Zone::offset_at(base::Instant at) const {
    std::int32_t standard = 0;
    std::int32_t saving = 0;
    UErrorCode failed = U_ZERO_ERROR;
    rules_->icu->getOffset(to_icu(at), 0, standard, saving, failed);
    return Milliseconds{standard + saving};
}

std::optional<base::Instant> Zone::next_transition(base::Instant after) const {
    icu::TimeZoneTransition found;
    if (rules_->icu->getNextTransition(to_icu(after), 0, found) == 0) return std::nullopt;
    return from_icu(found.getTime());
}

} // namespace hatif::zone
