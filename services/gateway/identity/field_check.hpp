#pragma once

#include "base/result.hpp"
#include "rpc/caller.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::gateway {

/// How many characters a text may have.
struct Length {
    std::size_t least = 0;
    std::size_t most = 0;
};

/// Collects what is wrong in a request, so that its sender hears all of it at once.
class FieldCheck {
public:
    void refuse(std::string path, std::string what);
    /// Refuses unless it is so.
    void need(bool is_so, const std::string& path, const std::string& what);

    /// Without the spaces around it; "" when it was refused.
    std::string text(const std::string& path, std::string_view text, Length length);

    /// VALIDATION with every field, or nothing.
    base::Result<void> result() const;

private:
    std::vector<base::FieldError> wrong_;
};

/// Was the member of that path sent as null?
template <class Request>
bool is_cleared(const Request& request, std::string_view path) {
    return std::ranges::find(request.cleared(), path) != request.cleared().end();
}

/// A member that must have a value: changed when it is sent, refused when it is sent as null.
/// `read(check, path, sent)` answers the new value.
template <class Request, class Value, class Sent, class Read>
void change_required(FieldCheck& check,
                     const Request& request,
                     const std::string& path,
                     bool is_sent,
                     const Sent& sent,
                     Value& value,
                     const Read& read) {
    if (is_cleared(request, path)) check.refuse(path, "must not be null");
    if (is_sent) value = read(check, path, sent);
}

/// A member that may be missing: null takes it away, as an empty text does.
template <class Request>
void change_text(FieldCheck& check,
                 const Request& request,
                 const std::string& path,
                 bool is_sent,
                 const std::string& sent,
                 Length length,
                 std::optional<std::string>& value) {
    if (is_cleared(request, path)) value.reset();
    if (!is_sent) return;
    auto text = check.text(path, sent, length);
    value.reset();
    if (!text.empty()) value = std::move(text);
}

/// A role that a key or a member of an organization may have.
rpc::Role read_role(FieldCheck& check, const std::string& path, int role);

} // namespace hatif::gateway
