#pragma once

#include "contact/people/contact.hpp"
#include "phone/country.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hatif::contact {

/// Without accents and case: "Élodie" and "ELODIE" are "elodie", vowel signs of Arabic go.
std::string folded(std::string_view utf8);

/// What a contact is found by, one part a line, folded: names, e-mail, and the phone as E.164 and
/// as dialled at home. A search looks for its words within it.
std::string
search_text(const Texts& texts, std::string_view match_key, std::string_view national_digits);

/// The texts of which one must stand in the search text: the words themselves, and when they can
/// be a phone, or a part of one, its digits as stored. None when nothing is left of the words (a
/// lone mark): they are found nowhere.
std::vector<std::string> search_terms(std::string_view words, const phone::Country& home);

} // namespace hatif::contact
