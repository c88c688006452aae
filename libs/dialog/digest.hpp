#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Digest credentials (RFC 8760 and 7616): the answer to a 401 or 407.
namespace hatif::dialog {

enum class DigestAlgorithm { md5, sha256 };

/// One WWW-Authenticate or Proxy-Authenticate header, as far as it can be answered.
struct Challenge {
    std::string realm;
    std::string nonce;
    std::optional<std::string> opaque{};
    DigestAlgorithm algorithm = DigestAlgorithm::md5;
    std::string algorithm_name{}; ///< as written, to be said back; empty: was not written
    bool qop_auth = false;
    bool stale = false; ///< the credentials were right, their nonce is too old: answer once more

    bool operator==(const Challenge&) const = default;
};

/// Reads `Digest realm="…", nonce="…", qop="auth", algorithm=SHA-256`. Fails on another scheme,
/// algorithm or quality of protection: what cannot be answered.
base::Result<Challenge> read_challenge(std::string_view header);

/// The one to answer: the strongest that can be (SHA-256 before MD5). None: all are beyond us.
std::optional<Challenge> strongest(std::span<const std::string> headers);

struct Proof {
    std::string user;
    std::string password;
    std::string method;      ///< "INVITE"
    std::string uri;         ///< the Request-URI
    std::string cnonce;      ///< random, fresh for each answer
    std::uint32_t count = 1; ///< the how-manieth answer to this nonce; said only where qop is
};

/// Lower-case hexadecimal digest of a text. The algorithm lives in a library that acts.
using Hash = std::string (*)(DigestAlgorithm algorithm, std::string_view text);

/// The value of the Authorization or Proxy-Authorization header.
std::string credentials(const Challenge& challenge, const Proof& proof, Hash hash);

/// Values of the two headers; empty: not to be sent.
struct Authorizations {
    std::string server{}; ///< Authorization, after a 401
    std::string proxy{};  ///< Proxy-Authorization, after a 407

    bool operator==(const Authorizations&) const = default;
};

/// The newest nonces of one trunk, a realm each, and how often they were answered. Requests carry
/// their credentials at once, with the next nonce count (RFC 7616, 3.6), which saves the challenge
/// and its round trip. A server that takes no nonce twice is noticed, and let have its challenges.
class Nonces {
public:
    /// A challenge came; its nonce is the realm's from now on.
    void take(const Challenge& challenge, bool by_proxy);

    /// The answer to a challenge of one's own, whatever others have been told since.
    std::string answer(const Challenge& challenge, Proof proof, Hash hash);

    /// What a request may say before it is asked.
    Authorizations ahead(const Proof& proof, Hash hash);

    /// The value of an Authentication-Info header of an answer: may bring the next nonce.
    void renew(std::string_view authentication_info, bool by_proxy);

private:
    struct Kept {
        Challenge challenge;
        bool by_proxy = false;
        std::uint32_t answers = 0;
        int refused_at_once = 0; ///< nonces in a row that were not taken a second time
    };

    Kept* find(std::string_view realm, bool by_proxy);

    std::vector<Kept> kept_;
};

} // namespace hatif::dialog
