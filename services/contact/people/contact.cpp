#include "contact/people/contact.hpp"

namespace hatif::contact {

std::optional<std::string> full_name_of(const Texts& texts) {
    if (const auto& given = texts[index_of(TextField::full_name)]) return given;
    const auto& first = texts[index_of(TextField::first_name)];
    const auto& last = texts[index_of(TextField::last_name)];
    if (first && last) return *first + " " + *last;
    return first ? first : last;
}

} // namespace hatif::contact
