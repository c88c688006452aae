#include "base/base64.hpp"
#include "digest/digest.hpp"
#include "rpc/caller.hpp"

#include <charconv>

namespace hatif::rpc {

using base::Errc;
using base::fail;
using base::Result;

namespace {

std::int64_t seconds_of(base::Instant at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

/// Each purpose has a key of its own, so that a seal is no signature of a caller and the reverse.
std::string signature_of(std::string_view secret, std::string_view purpose, std::string_view text) {
    const auto key = digest::hmac_sha256(secret, std::string{"hatif seal: "}.append(purpose));
    return base::to_base64url(digest::hmac_sha256(key, text));
}

struct Content {
    std::int64_t expires = 0;
    std::string bytes;
};

/// "<expiry> <bytes>".
std::optional<Content> read_content(const std::string& text) {
    Content content;
    const auto space = text.find(' ');
    if (space == std::string::npos) return {};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + space, content.expires);
    if (failed != std::errc{} || end != text.data() + space) return {};
    content.bytes = text.substr(space + 1);
    return content;
}

} // namespace

std::string
CallerKeys::seal(std::string_view purpose, std::string_view bytes, base::Instant expires) const {
    const auto text =
        base::to_base64url(std::to_string(seconds_of(expires)).append(" ").append(bytes));
    return text + "." + signature_of(keys_.front().secret, purpose, text);
}

Result<std::string>
CallerKeys::unseal(std::string_view purpose, std::string_view sealed, base::Instant now) const {
    const auto dot = sealed.find('.');
    if (dot == std::string_view::npos) return fail(Errc::forbidden, "it is not sealed");
    const auto text = sealed.substr(0, dot);
    const auto signature = sealed.substr(dot + 1);
    bool is_ours = false;
    for (const auto& key : keys_) {
        is_ours = is_ours || digest::equal_in_constant_time(signature_of(key.secret, purpose, text),
                                                            signature);
    }
    const auto whole = is_ours ? base::from_base64url(text) : std::nullopt;
    const auto content = whole ? read_content(*whole) : std::nullopt;
    if (!content) return fail(Errc::forbidden, "it was not sealed here");
    if (content->expires < seconds_of(now)) return fail(Errc::forbidden, "it has expired");
    return content->bytes;
}

} // namespace hatif::rpc
