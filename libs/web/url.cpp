#include "web/url.hpp"

#include "base/handle.hpp"

#include <curl/curl.h>

namespace hatif::web {

namespace {

constexpr std::size_t longest = 8192;

using Parsed = base::Handle<CURLU, curl_url_cleanup>;
using Text = base::Handle<char, curl_free>;

/// Empty when the URL has none of it.
std::string part_of(const Parsed& url, CURLUPart part, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url.get(), part, &text, flags) != CURLUE_OK) return {};
    return Text{text}.get();
}

} // namespace

base::Result<Url> parse_url(const std::string& text) {
    const auto refuse = [](const std::string& why) {
        return base::fail(base::Errc::unavailable, "the URL " + why, "request_refused");
    };
    if (text.size() > longest) return refuse("is longer than 8,192 bytes");
    if (text.find('\0') != text.npos) return refuse("has a zero byte in it");
    const Parsed url{curl_url()};
    const auto read = curl_url_set(url.get(), CURLUPART_URL, text.c_str(),
                                   CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE);
    if (read != CURLUE_OK) {
        return refuse(std::string{"cannot be read: "} + curl_url_strerror(read));
    }
    const auto scheme = part_of(url, CURLUPART_SCHEME);
    if (scheme != "http" && scheme != "https") {
        return refuse("is of scheme " + scheme.substr(0, 20) + ": only http and https are");
    }
    if (!part_of(url, CURLUPART_USER).empty() || !part_of(url, CURLUPART_PASSWORD).empty()) {
        return refuse("has credentials in it: they belong into a header");
    }
    const auto host = part_of(url, CURLUPART_HOST);
    if (host.empty()) return refuse("has no host");
    const auto port = part_of(url, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
    const auto with_port = host + (port.empty() ? "" : ":" + port);
    curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0);
    return Url{.whole = part_of(url, CURLUPART_URL),
               .origin = scheme + "://" + with_port,
               .host = with_port,
               .path = part_of(url, CURLUPART_PATH),
               .query = part_of(url, CURLUPART_QUERY)};
}

} // namespace hatif::web
