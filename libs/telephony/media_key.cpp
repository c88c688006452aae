#include "telephony/media_key_impl.hpp"

#include <openssl/rand.h>

#include <stdexcept>

namespace hatif::telephony {

sdp::MediaKey random_media_key() {
    sdp::MediaKey key{};
    if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1) {
        throw std::runtime_error{"OpenSSL has no random numbers"};
    }
    return key;
}

} // namespace hatif::telephony
