#include "telephony/openssl_hash.hpp"

#include "base/text.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <cstdlib>

namespace hatif::telephony {

namespace {

std::string hex(const unsigned char* bytes, std::size_t size) {
    return base::to_hex({reinterpret_cast<const char*>(bytes), size});
}

} // namespace

std::string openssl_hash(dialog::DigestAlgorithm algorithm, std::string_view text) {
    const auto* kind = algorithm == dialog::DigestAlgorithm::md5 ? EVP_md5() : EVP_sha256();
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    // A build of OpenSSL without MD5 (FIPS) gives nothing: the credentials are then wrong, and the
    // trunk refuses them.
    if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, kind, nullptr) != 1) return {};
    return hex(bytes.data(), size);
}

std::string random_token() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), bytes.size()) != 1) std::abort();
    return hex(bytes.data(), bytes.size());
}

} // namespace hatif::telephony
