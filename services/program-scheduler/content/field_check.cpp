#include "program_scheduler/content/field_check.hpp"

#include "base/text.hpp"

#include <utility>

namespace hatif::program_scheduler {

namespace {

std::string allowed(Length length) {
    if (length.least == 0) return "must be at most " + std::to_string(length.most) + " characters";
    return "must be " + std::to_string(length.least) + " to " + std::to_string(length.most) +
           " characters";
}

} // namespace

void FieldCheck::refuse(std::string path, std::string what) {
    wrong_.push_back({std::move(path), std::move(what)});
}

bool FieldCheck::fits(const std::string& path, const std::string& text, Length length) {
    // PostgreSQL keeps neither, so that the sender must hear of it.
    if (!base::is_utf8(text) || text.find('\0') != std::string::npos) {
        refuse(path, "must be text without NUL characters");
        return false;
    }
    const auto characters = base::length_in_characters(text);
    if (characters >= length.least && characters <= length.most) return true;
    refuse(path, allowed(length));
    return false;
}

std::string FieldCheck::required(const std::string& path,
                                 const std::optional<std::string>& text,
                                 Length length) {
    if (!text) {
        refuse(path, "is required");
        return {};
    }
    const std::string plain{base::trimmed(*text)};
    return fits(path, plain, length) ? plain : std::string{};
}

std::optional<std::string> FieldCheck::optional(const std::string& path,
                                                const std::optional<std::string>& text,
                                                Length length) {
    if (!text) return {};
    const std::string plain{base::trimmed(*text)};
    if (plain.empty() || !fits(path, plain, length)) return {};
    return plain;
}

base::Result<void> FieldCheck::result() const {
    if (wrong_.empty()) return {};
    const auto count = wrong_.size();
    const auto what = count == 1 ? std::string{"1 field is invalid"}
                                 : std::to_string(count) + " fields are invalid";
    return base::fail({base::Errc::invalid, what, "VALIDATION", wrong_});
}

} // namespace hatif::program_scheduler
