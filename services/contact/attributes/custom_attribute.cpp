#include "contact/attributes/custom_attribute.hpp"

#include "base/text.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

namespace hatif::contact {

namespace {

constexpr std::array<std::pair<AttributeType, std::string_view>, 7> types{{
    {AttributeType::text, "text"},
    {AttributeType::number, "number"},
    {AttributeType::boolean, "boolean"},
    {AttributeType::date, "date"},
    {AttributeType::phone_number, "phone_number"},
    {AttributeType::email, "email"},
    {AttributeType::url, "url"},
}};

constexpr std::string_view all_types = "text, number, boolean, date, phone_number, email, url";

/// Any script in Latin letters without accents; made anew each time, as attributes are made rarely.
std::string latin(std::string_view utf8) {
    UErrorCode failed = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> to_latin{
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, failed)};
    if (U_FAILURE(failed) != 0) return {};
    auto text = icu::UnicodeString::fromUTF8(
        icu::StringPiece{utf8.data(), static_cast<std::int32_t>(utf8.size())});
    to_latin->transliterate(text);
    std::string out;
    text.toUTF8String(out);
    return out;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0x80) == 0; });
}

void check(const std::optional<std::string>& description, std::vector<base::FieldError>& wrong) {
    if (!description) return;
    if (base::length_in_characters(*description) > 256 ||
        description->find('\0') != std::string::npos) {
        wrong.push_back({"description", "must be at most 256 characters"});
    }
}

base::Result<void> verdict(std::vector<base::FieldError> wrong) {
    if (wrong.empty()) return {};
    return base::fail({base::Errc::invalid,
                       wrong.size() == 1 ? "1 field is invalid"
                                         : std::to_string(wrong.size()) + " fields are invalid",
                       "VALIDATION", std::move(wrong)});
}

} // namespace

std::string_view word_of(AttributeType type) {
    for (const auto& [value, word] : types) {
        if (value == type) return word;
    }
    return "text";
}

std::optional<AttributeType> attribute_type_named(std::string_view word) {
    for (const auto& [value, text] : types) {
        if (text == word) return value;
    }
    return std::nullopt;
}

std::string attribute_name(std::string_view display_name) {
    const std::string text =
        is_ascii(display_name) ? std::string{display_name} : latin(display_name);
    std::string name;
    bool apart = false;
    for (char c : text) {
        // What stands for a letter of another script, or within a word ("client's").
        if (c == '\'' || c == '`' || (static_cast<unsigned char>(c) & 0x80) != 0) continue;
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        const bool stays = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (stays && apart && !name.empty()) name += '_';
        if (stays) name += c;
        apart = !stays;
    }
    return name;
}

base::Result<void> check_attribute(std::string_view display_name,
                                   std::optional<AttributeType> type,
                                   const std::optional<std::string>& description) {
    std::vector<base::FieldError> wrong;
    const auto length = base::length_in_characters(display_name);
    if (length < 3 || length > 64 || display_name.find('\0') != display_name.npos) {
        wrong.push_back({"displayName", "must be 3 to 64 characters"});
    } else if (attribute_name(display_name).empty()) {
        wrong.push_back({"displayName", "must have a letter or a digit"});
    }
    if (!type) wrong.push_back({"type", "must be one of: " + std::string{all_types}});
    check(description, wrong);
    return verdict(std::move(wrong));
}

base::Result<void> check_description(const std::optional<std::string>& description) {
    std::vector<base::FieldError> wrong;
    check(description, wrong);
    return verdict(std::move(wrong));
}

} // namespace hatif::contact
