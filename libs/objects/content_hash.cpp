#include "objects/content_hash.hpp"

#include "base/text.hpp"
#include "digest/digest.hpp"

#include <algorithm>
#include <array>
#include <openssl/evp.h>

namespace hatif::objects {

std::optional<ContentHash> parse_content_hash(std::string_view text) {
    const auto hexadecimal = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    };
    if (text.size() != 64 || !std::all_of(text.begin(), text.end(), hexadecimal)) return {};
    return ContentHash{std::string{text}};
}

Hasher::Hasher() : context_{EVP_MD_CTX_new()} {
    EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
}

void Hasher::add(std::string_view bytes) {
    EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
}

ContentHash Hasher::finish() {
    std::array<char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()), &size);
    return ContentHash{base::to_hex({digest.data(), size})};
}

ContentHash hash_of(std::string_view bytes) {
    return ContentHash{base::to_hex(digest::sha256(bytes))};
}

} // namespace hatif::objects
