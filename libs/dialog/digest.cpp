#include "dialog/digest.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <vector>

namespace hatif::dialog {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t longest_header = 4'096;
constexpr std::size_t most_realms = 8;

// So many nonces in a row refused at their second use: the server takes each only once.
constexpr int takes_them_once = 3;

std::string lower(std::string_view text) {
    std::string result{text};
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return result;
}

struct Parameter {
    std::string name;
    std::string value;
};

/// Reads the value at the front, quoted or not, and takes it off.
std::optional<std::string> take_value(std::string_view& rest) {
    if (!rest.starts_with('"')) {
        const auto size = std::min(rest.find(','), rest.size());
        const std::string value{base::trimmed(rest.substr(0, size))};
        rest.remove_prefix(size);
        return value;
    }
    std::string value;
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] == '"') {
            rest.remove_prefix(i + 1);
            return value;
        }
        if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
        value += rest[i];
    }
    return std::nullopt; // the quotes never close
}

std::optional<std::vector<Parameter>> parameters(std::string_view rest) {
    std::vector<Parameter> all;
    for (rest = base::trimmed(rest); !rest.empty(); rest = base::trimmed(rest)) {
        if (rest.front() == ',') {
            rest.remove_prefix(1);
            continue;
        }
        const auto equals = rest.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        auto name = lower(base::trimmed(rest.substr(0, equals)));
        rest = base::trimmed(rest.substr(equals + 1));
        auto value = take_value(rest);
        if (!value) return std::nullopt;
        all.push_back({std::move(name), std::move(*value)});
    }
    return all;
}

bool lists_auth(std::string_view qop) {
    const auto options = base::split(qop, ',');
    return std::ranges::any_of(
        options, [](std::string_view option) { return lower(base::trimmed(option)) == "auth"; });
}

/// A value between quotes; what would end them early is escaped.
std::string quoted(std::string_view value) {
    std::string text{'"'};
    for (const char c : value) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + '"';
}

/// Eight hexadecimal digits.
std::string counted(std::uint32_t count) {
    std::string text(8, '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, count >>= 4) {
        *digit = "0123456789abcdef"[count & 0xF];
    }
    return text;
}

/// False when the parameter asks for what we cannot do.
bool take(Challenge& into, const Parameter& parameter) {
    const auto& [name, value] = parameter;
    if (name == "realm") into.realm = value;
    if (name == "nonce") into.nonce = value;
    if (name == "opaque") into.opaque = value;
    if (name == "stale") into.stale = lower(value) == "true";
    if (name == "qop") {
        into.qop_auth = lists_auth(value);
        return into.qop_auth;
    }
    if (name == "algorithm") {
        const auto algorithm = lower(value);
        into.algorithm_name = value;
        into.algorithm = algorithm == "sha-256" ? DigestAlgorithm::sha256 : DigestAlgorithm::md5;
        return algorithm == "md5" || algorithm == "sha-256";
    }
    return true;
}

} // namespace

Result<Challenge> read_challenge(std::string_view header) {
    header = base::trimmed(header);
    if (header.size() > longest_header || header.size() < 7 ||
        lower(header.substr(0, 7)) != "digest ") {
        return fail(Errc::unprocessable, "the challenge is not of the digest scheme");
    }
    const auto all = parameters(header.substr(7));
    if (!all) return fail(Errc::invalid, "the challenge is malformed");
    Challenge challenge;
    for (const auto& parameter : *all) {
        if (!take(challenge, parameter)) {
            return fail(Errc::unprocessable, "the challenge asks for an unknown " + parameter.name);
        }
    }
    if (challenge.nonce.empty()) return fail(Errc::invalid, "the challenge has no nonce");
    return challenge;
}

std::optional<Challenge> strongest(std::span<const std::string> headers) {
    std::optional<Challenge> best;
    for (const auto& header : headers) {
        auto challenge = read_challenge(header);
        if (!challenge) continue;
        if (!best || (best->algorithm == DigestAlgorithm::md5 &&
                      challenge->algorithm == DigestAlgorithm::sha256)) {
            best = std::move(*challenge);
        }
    }
    return best;
}

std::string credentials(const Challenge& challenge, const Proof& proof, Hash hash) {
    const auto digest = [&](const std::string& text) { return hash(challenge.algorithm, text); };
    const auto secret = digest(proof.user + ':' + challenge.realm + ':' + proof.password);
    const auto request = digest(proof.method + ':' + proof.uri);
    const auto count = counted(proof.count);
    const auto response = challenge.qop_auth
                              ? digest(secret + ':' + challenge.nonce + ':' + count + ':' +
                                       proof.cnonce + ":auth:" + request)
                              : digest(secret + ':' + challenge.nonce + ':' + request);
    std::string text = "Digest username=" + quoted(proof.user) +
                       ", realm=" + quoted(challenge.realm) + ", nonce=" + quoted(challenge.nonce) +
                       ", uri=" + quoted(proof.uri) + ", response=" + quoted(response);
    if (!challenge.algorithm_name.empty()) text += ", algorithm=" + challenge.algorithm_name;
    if (challenge.opaque) text += ", opaque=" + quoted(*challenge.opaque);
    if (challenge.qop_auth) text += ", qop=auth, nc=" + count + ", cnonce=" + quoted(proof.cnonce);
    return text;
}

Nonces::Kept* Nonces::find(std::string_view realm, bool by_proxy) {
    const auto found = std::ranges::find_if(kept_, [&](const Kept& it) {
        return it.challenge.realm == realm && it.by_proxy == by_proxy;
    });
    return found == kept_.end() ? nullptr : &*found;
}

void Nonces::take(const Challenge& challenge, bool by_proxy) {
    auto* const known = find(challenge.realm, by_proxy);
    if (known == nullptr) {
        if (kept_.size() == most_realms) kept_.erase(kept_.begin());
        kept_.push_back({challenge, by_proxy});
        return;
    }
    if (known->challenge.nonce == challenge.nonce) return;
    // Challenged after one or two answers: the nonce was not taken a second time.
    const bool at_once = known->answers > 1 && known->answers < 3;
    known->refused_at_once = at_once ? known->refused_at_once + 1 : known->refused_at_once;
    if (known->answers > 3) known->refused_at_once = 0;
    known->challenge = challenge;
    known->answers = 0;
}

std::string Nonces::answer(const Challenge& challenge, Proof proof, Hash hash) {
    proof.count = 1;
    for (auto& it : kept_) {
        const bool same =
            it.challenge.realm == challenge.realm && it.challenge.nonce == challenge.nonce;
        if (same) proof.count = ++it.answers;
    }
    return credentials(challenge, proof, hash);
}

Authorizations Nonces::ahead(const Proof& proof, Hash hash) {
    Authorizations all;
    for (auto& it : kept_) {
        if (it.refused_at_once >= takes_them_once) continue;
        auto counted_proof = proof;
        counted_proof.count = ++it.answers;
        auto& header = it.by_proxy ? all.proxy : all.server;
        header = credentials(it.challenge, counted_proof, hash);
    }
    return all;
}

void Nonces::renew(std::string_view authentication_info, bool by_proxy) {
    if (authentication_info.size() > longest_header) return;
    const auto all = parameters(authentication_info);
    if (!all) return;
    const auto next = std::ranges::find(*all, "nextnonce", &Parameter::name);
    if (next == all->end() || next->value.empty()) return;
    // It names no realm: it is said by the one that was answered, and several are never asked.
    const auto realm = std::ranges::find(kept_, by_proxy, &Kept::by_proxy);
    if (realm == kept_.end()) return;
    realm->challenge.nonce = next->value;
    realm->answers = 0;
}

} // namespace hatif::dialog
