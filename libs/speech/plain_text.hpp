#pragma once

#include "speech/language.hpp"
#include "speech/speaker.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Keys in words: for a voice engine, which speaks them one by one, and for a reader, who sees at
/// once where the grammar went wrong.
namespace hatif::speech {

/// One key as a voice engine should speak it: "deux cents", "twenty", "عِشْرُون" (Arabic with its
/// vowels). Never fails: a key that the language does not know is its own words, "my_word" is "my
/// word", without control characters, and at most `longest_spoken_form` bytes of it.
std::string spoken_form(Language language, std::string_view key);

inline constexpr std::size_t longest_spoken_form = 500;

/// All of a saying as its language writes it: "vingt et un", "deux cents dirhams", "twenty-one",
/// "أحد عشر ألفًا" (Arabic without its vowels, as it is printed).
std::string plain_text(Language language, const Keys& keys);

/// Every key that some number, amount, date or time needs: what a dictionary of this language has,
/// when it lacks nothing.
std::set<std::string> every_key(Language language);

/// The same with the amounts of these currencies alone (ISO 4217).
std::set<std::string> every_key(Language language, const std::vector<std::string_view>& currencies);

} // namespace hatif::speech
