#include "contact/people/search_text.hpp"

#include "base/text.hpp"
#include "phone/plain.hpp"
#include "phone/reading.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <utility>

namespace hatif::contact {

namespace {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0x80) == 0; });
}

char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Marks on letters, and the stroke that lengthens Arabic words.
bool is_ornament(UChar32 character) {
    return u_charType(character) == U_NON_SPACING_MARK || character == 0x0640;
}

void add_line(std::string& out, const std::string& line) {
    if (line.empty()) return;
    if (!out.empty()) out.push_back('\n');
    out += line;
}

} // namespace

std::string folded(std::string_view utf8) {
    std::string out;
    if (is_ascii(utf8)) {
        std::transform(utf8.begin(), utf8.end(), std::back_inserter(out), lowered);
        return out;
    }
    auto text = icu::UnicodeString::fromUTF8(
        icu::StringPiece{utf8.data(), static_cast<std::int32_t>(utf8.size())});
    text.foldCase();
    UErrorCode failed = U_ZERO_ERROR;
    const auto* decompose = icu::Normalizer2::getNFKDInstance(failed);
    if (U_SUCCESS(failed) != 0) text = decompose->normalize(text, failed);
    icu::UnicodeString plain;
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        if (const auto character = text.char32At(at); !is_ornament(character)) {
            plain.append(character);
        }
    }
    plain.toUTF8String(out);
    return out;
}

std::string
search_text(const Texts& texts, std::string_view match_key, std::string_view national_digits) {
    const auto text_of = [&](TextField field) {
        return texts[index_of(field)].value_or(std::string{});
    };
    const auto& first = text_of(TextField::first_name);
    const auto& last = text_of(TextField::last_name);
    std::string out = folded(first + (first.empty() || last.empty() ? "" : " ") + last);
    if (const auto full = folded(text_of(TextField::full_name)); full != out) add_line(out, full);
    add_line(out, folded(text_of(TextField::primary_email)));
    add_line(out, std::string{match_key});
    add_line(out, std::string{national_digits});
    return out;
}

std::vector<std::string> search_terms(std::string_view words, const phone::Country& home) {
    std::vector<std::string> terms;
    const auto add = [&](std::string term) {
        if (!term.empty() && std::find(terms.begin(), terms.end(), term) == terms.end()) {
            terms.push_back(std::move(term));
        }
    };
    add(folded(words));
    if (const auto digits = phone::plain(words)) {
        // The whole of a number first: a part of one is only its digits, without what stands for
        // the plus.
        const auto reading = phone::read(words, home);
        if (reading && reading->number) {
            add(reading->match_key);
        } else {
            add(digits->starts_with("00") ? digits->substr(2) : *digits);
        }
    }
    return terms;
}

} // namespace hatif::contact
