#pragma once

#include "base/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace hatif::srtp {

/// A key of AES_CM_128_HMAC_SHA1_80 and its salt, as SDES names them.
using Key = std::array<std::uint8_t, 30>;

/// By how much a packet grows at most: the tag, and RTCP's index.
inline constexpr std::size_t overhead = 10 + 4;

/// Both directions of one call's SRTP and SRTCP (RFC 3711). What was repeated, or not made by the
/// peer's key, is refused.
class Session {
public:
    /// Fails (internal) when the library cannot.
    static base::Result<Session> make(const Key& ours, const Key& theirs);

    /// Their packets are of this key from now on; our stream goes on, with its counters. Fails as
    /// `make` does, and then nothing has changed.
    base::Result<void> hear(const Key& theirs);

    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();

    /// Encrypts in place the first `size` bytes of `buffer`, which must have `overhead` more. What
    /// is to be sent; none: it cannot be.
    std::optional<std::span<std::uint8_t>> protect(std::span<std::uint8_t> buffer,
                                                   std::size_t size);
    std::optional<std::span<std::uint8_t>> protect_control(std::span<std::uint8_t> buffer,
                                                           std::size_t size);

    /// Decrypts in place. None: it is not the peer's, or came before.
    std::optional<std::span<std::uint8_t>> unprotect(std::span<std::uint8_t> packet);
    std::optional<std::span<std::uint8_t>> unprotect_control(std::span<std::uint8_t> packet);

private:
    struct Streams;
    explicit Session(std::unique_ptr<Streams> streams);

    std::unique_ptr<Streams> streams_;
};

} // namespace hatif::srtp
