#include "web/signing.hpp"

#include "base/text.hpp"
#include "digest/digest.hpp"

#include <algorithm>
#include <map>

namespace hatif::web {

namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

std::string lower(std::string_view text) {
    std::string all{text};
    std::transform(all.begin(), all.end(), all.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return all;
}

/// "20130524T000000Z"
std::string stamp(base::Instant now) {
    const auto digits = base::to_iso8601(std::chrono::floor<std::chrono::seconds>(now));
    std::string text;
    std::copy_if(digits.begin(), digits.begin() + 19, std::back_inserter(text),
                 [](char c) { return c != '-' && c != ':'; });
    return text + 'Z';
}

/// Spaces around it cut off, several inside made one.
std::string folded(std::string_view value) {
    std::string text;
    for (const char c : base::trimmed(value)) {
        if (c != ' ' || text.empty() || text.back() != ' ') text += c;
    }
    return text;
}

std::string canonical_query(std::string_view query) {
    std::vector<std::string> parts;
    for (const auto part : base::split(query, '&')) {
        if (part.empty()) continue;
        parts.emplace_back(part);
        if (part.find('=') == part.npos) parts.back() += '=';
    }
    // '=' sorts behind the digits, yet a name that is the front of another one comes first.
    std::sort(parts.begin(), parts.end(), [](const std::string& a, const std::string& b) {
        const auto end_a = a.find('=');
        const auto end_b = b.find('=');
        const auto order = a.compare(0, end_a, b, 0, end_b);
        return order != 0 ? order < 0 : a.compare(end_a, a.npos, b, end_b, b.npos) < 0;
    });
    std::string all;
    for (const auto& part : parts) all += (all.empty() ? "" : "&") + part;
    return all;
}

} // namespace

std::string sha256_of(std::string_view bytes) {
    return base::to_hex(digest::sha256(bytes));
}

std::vector<Header> sign(const SignedRequest& request, const Signing& signing, base::Instant now) {
    const auto at = stamp(now);
    const auto day = at.substr(0, 8);
    std::vector<Header> added{{"X-Amz-Date", at}};
    if (signing.service == "s3") added.push_back({"X-Amz-Content-Sha256", request.body_sha256});

    std::map<std::string, std::string> headers{{"host", request.host}};
    const auto take = [&](const Header& header) {
        auto& value = headers[lower(header.name)];
        value += (value.empty() ? "" : ",") + folded(header.value);
    };
    std::for_each(request.headers.begin(), request.headers.end(), take);
    std::for_each(added.begin(), added.end(), take);
    std::string lines;
    std::string names;
    for (const auto& [name, value] : headers) {
        lines += name + ':' + value + '\n';
        names += (names.empty() ? "" : ";") + name;
    }

    const auto canonical = request.method + '\n' + request.path + '\n' +
                           canonical_query(request.query) + '\n' + lines + '\n' + names + '\n' +
                           request.body_sha256;
    const auto scope = day + '/' + signing.region + '/' + signing.service + "/aws4_request";
    const auto to_sign =
        std::string{algorithm} + '\n' + at + '\n' + scope + '\n' + sha256_of(canonical);
    auto key = digest::hmac_sha256("AWS4" + signing.secret, day);
    for (const auto& part : {signing.region, signing.service, std::string{"aws4_request"}}) {
        key = digest::hmac_sha256(key, part);
    }
    added.push_back(
        {"Authorization", std::string{algorithm} + " Credential=" + signing.key_id + '/' + scope +
                              ", SignedHeaders=" + names +
                              ", Signature=" + base::to_hex(digest::hmac_sha256(key, to_sign))});
    return added;
}

} // namespace hatif::web
