#include "gateway/identity/field_check.hpp"

#include "base/text.hpp"

#include <utility>

namespace hatif::gateway {

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

void FieldCheck::need(bool is_so, const std::string& path, const std::string& what) {
    if (!is_so) refuse(path, what);
}

std::string FieldCheck::text(const std::string& path, std::string_view text, Length length) {
    // PostgreSQL keeps neither, so that the sender must hear of it.
    if (!base::is_utf8(text) || text.find('\0') != std::string_view::npos) {
        refuse(path, "must be text without NUL characters");
        return {};
    }
    std::string plain{base::trimmed(text)};
    const auto characters = base::length_in_characters(plain);
    if (characters >= length.least && characters <= length.most) return plain;
    refuse(path, allowed(length));
    return {};
}

base::Result<void> FieldCheck::result() const {
    if (wrong_.empty()) return {};
    const auto count = wrong_.size();
    const auto what = count == 1 ? std::string{"1 field is invalid"}
                                 : std::to_string(count) + " fields are invalid";
    return base::fail({base::Errc::invalid, what, "VALIDATION", wrong_});
}

rpc::Role read_role(FieldCheck& check, const std::string& path, int role) {
    const auto it = static_cast<rpc::Role>(role);
    check.need(it >= rpc::Role::agent && it <= rpc::Role::admin, path,
               "must be agent, manager or admin");
    return it;
}

} // namespace hatif::gateway
