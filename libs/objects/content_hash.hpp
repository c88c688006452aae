#pragma once

#include "base/handle.hpp"
#include "base/strong.hpp"

#include <optional>
#include <string>
#include <string_view>

struct evp_md_ctx_st;
extern "C" void EVP_MD_CTX_free(evp_md_ctx_st*);

namespace hatif::objects {

/// The SHA-256 of some bytes in lower-case hexadecimal: their name in the object store.
using ContentHash = base::Strong<std::string, struct ContentHashTag>;

/// Nothing when the text cannot be one; so that no text from outside becomes a path.
std::optional<ContentHash> parse_content_hash(std::string_view text);

/// Hashes piece by piece.
class Hasher {
public:
    Hasher();

    void add(std::string_view bytes);
    /// Of all that was added. To be asked once, at the end.
    ContentHash finish();

private:
    base::Handle<evp_md_ctx_st, EVP_MD_CTX_free> context_;
};

ContentHash hash_of(std::string_view bytes);

} // namespace hatif::objects
