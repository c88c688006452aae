#pragma once

#include "dialog/digest.hpp"

#include <string>
#include <string_view>

namespace hatif::telephony {

/// Lower-case hexadecimal MD5 or SHA-256, by OpenSSL.
std::string openssl_hash(dialog::DigestAlgorithm algorithm, std::string_view text);

/// 32 hexadecimal digits that nobody can guess.
std::string random_token();

} // namespace hatif::telephony
