#include "contact/people/contact_filter.hpp"

#include "phone/reading.hpp"

namespace hatif::contact {

base::Result<std::string> read_phone_filter(std::string_view text, const phone::Country& home) {
    auto reading = phone::read(text, home);
    if (reading) return std::move(reading->match_key);
    return base::fail({base::Errc::invalid,
                       "1 field is invalid",
                       "VALIDATION",
                       {{"phone", reading.error().what}}});
}

} // namespace hatif::contact
