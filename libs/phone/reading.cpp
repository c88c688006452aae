#include "phone/reading.hpp"

#include "phone/plain.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <utility>

namespace hatif::phone {

namespace {

using i18n::phonenumbers::PhoneNumberUtil;
using Parsed = i18n::phonenumbers::PhoneNumber; // libphonenumber's own

/// How many last digits of a number say nothing about its kind.
constexpr std::size_t free_digits = 4;

const PhoneNumberUtil& library() {
    return *PhoneNumberUtil::GetInstance();
}

/// Ordinary numbers, whose kind hangs on their first digits. Those of small countries and special
/// services are told apart by the last ones too.
bool is_one_of_a_block(const Parsed& number, const std::string& e164) {
    if (e164.size() < 12) return false;
    switch (library().GetNumberType(number)) {
    case PhoneNumberUtil::MOBILE:
    case PhoneNumberUtil::FIXED_LINE:
    case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
        return true;
    default:
        return false;
    }
}

/// A reading, and whether the numbers that differ in the last digits only are read alike.
struct Answer {
    Reading reading;
    bool speaks_for_block = false;
};

/// What libphonenumber makes of it; nothing unless it is at least possible.
std::optional<Answer> parsed(const std::string& text, const std::string& region) {
    Parsed number;
    if (library().Parse(text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return {};
    const bool is_valid = library().IsValidNumber(number);
    if (!is_valid && !library().IsPossibleNumber(number)) return {};
    std::string e164;
    library().Format(number, PhoneNumberUtil::E164, &e164);
    auto checked = PhoneNumber::parse(e164);
    if (!checked) return {};
    std::string national;
    library().Format(number, PhoneNumberUtil::NATIONAL, &national);
    return Answer{
        {is_valid ? Kind::valid : Kind::possible, *std::move(checked), e164, digits_of(national)},
        is_valid && is_one_of_a_block(number, e164)};
}

/// Digits that are no number at home, as an international one whose plus was lost. Only a valid
/// one counts: calling a stranger abroad by a guess is worse than not calling.
std::optional<Answer> parsed_as_international(std::string digits) {
    if (digits.starts_with("00")) digits.erase(0, 2);
    if (digits.starts_with('0') || digits.starts_with('+')) return {};
    auto answer = parsed("+" + digits, "ZZ");
    if (!answer || answer->reading.kind != Kind::valid) return {};
    return answer;
}

/// What was said of a block of valid numbers that differ in their last digits only.
struct Block {
    std::string e164_head; // without the last digits
    std::string national_head;
};

/// Remembers blocks by country, leading digits and length. Full, it starts anew.
class Memory {
public:
    std::optional<Block> find(const std::string& key) const {
        const std::shared_lock lock{mutex_};
        const auto at = blocks_.find(key);
        if (at == blocks_.end()) return {};
        return at->second;
    }

    void keep(std::string key, Block block) {
        constexpr std::size_t most = 200'000; // about 20 MB
        const std::unique_lock lock{mutex_};
        if (blocks_.size() >= most) blocks_.clear();
        blocks_.insert_or_assign(std::move(key), std::move(block));
    }

private:
    mutable std::shared_mutex mutex_;
    std::unordered_map<std::string, Block> blocks_;
};

Memory& memory() {
    static Memory it;
    return it;
}

std::string without_tail(const std::string& text) {
    return text.substr(0, text.size() - free_digits);
}

/// The block that the answer speaks for, if the last digits went through unchanged.
std::optional<Block> block_of(const Answer& answer, std::string_view tail) {
    if (!answer.speaks_for_block) return {};
    const auto& e164 = answer.reading.match_key;
    const auto& national = answer.reading.national_digits;
    if (!e164.ends_with(tail) || !national.ends_with(tail)) return {};
    return Block{without_tail(e164), without_tail(national)};
}

base::Result<Reading> member_of(const Block& block, std::string_view tail) {
    auto e164 = block.e164_head;
    e164 += tail;
    auto number = PhoneNumber::parse(e164);
    if (!number) return base::fail(number.error());
    auto national = block.national_head;
    national += tail;
    return Reading{Kind::valid, *std::move(number), std::move(e164), std::move(national)};
}

base::Result<Answer> ask(const std::string& text, const Country& home, bool is_plain) {
    if (auto answer = parsed(text, home.code())) return *std::move(answer);
    auto digits = digits_of(text);
    if (digits.empty()) return base::fail(base::Errc::invalid, "must contain digits");
    if (is_plain) {
        if (auto answer = parsed_as_international(text)) return *std::move(answer);
    }
    return Answer{{Kind::invalid, {}, std::move(digits), {}}};
}

base::Result<Reading> reading_of(base::Result<Answer> answer) {
    if (!answer) return base::fail(answer.error());
    return std::move(answer->reading);
}

base::Result<Reading> refuse_damage() {
    return base::fail(base::Errc::invalid,
                      "was damaged by a spreadsheet, which stored it as a number; format the "
                      "column as text and export again");
}

} // namespace

base::Result<Reading> read(std::string_view text, const Country& home) {
    if (is_spreadsheet_damage(text)) return refuse_damage();
    const auto digits = plain(text);
    if (!digits) return reading_of(ask(std::string{text}, home, false));
    if (digits->size() < 8 || digits->size() > 20) return reading_of(ask(*digits, home, true));

    const auto tail = std::string_view{*digits}.substr(digits->size() - free_digits);
    auto key = home.code();
    key += without_tail(*digits);
    key += static_cast<char>('a' + digits->size());
    if (const auto block = memory().find(key)) return member_of(*block, tail);
    auto answer = ask(*digits, home, true);
    if (answer) {
        if (auto block = block_of(*answer, tail)) memory().keep(std::move(key), *std::move(block));
    }
    return reading_of(std::move(answer));
}

base::Result<Reading> read_anew(std::string_view text, const Country& home) {
    if (is_spreadsheet_damage(text)) return refuse_damage();
    const auto digits = plain(text);
    return reading_of(ask(digits.value_or(std::string{text}), home, digits.has_value()));
}

} // namespace hatif::phone
