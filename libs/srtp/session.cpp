#include "srtp/session.hpp"

#include "base/handle.hpp"

#include <srtp2/srtp.h>

#include <string>
#include <utility>

namespace hatif::srtp {

using base::Errc;
using base::fail;
using base::Result;

namespace {

using Streams = base::Handle<srtp_ctx_t_, srtp_dealloc>;
using Bytes = std::span<std::uint8_t>;

constexpr unsigned long replay_window = 128; // packets: 2.5 s that may come out of order

/// The library's tables, made once for all.
srtp_err_status_t initialized() {
    static const auto status = srtp_init();
    return status;
}

Result<Streams> opened(srtp_ssrc_type_t which, Key key) {
    if (const auto status = initialized(); status != srtp_err_status_ok) {
        return fail(Errc::internal, "srtp: the library does not start: " + std::to_string(status));
    }
    srtp_policy_t policy{};
    srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
    srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtcp);
    policy.ssrc.type = which;
    policy.key = key.data();
    policy.window_size = replay_window;
    srtp_t made = nullptr;
    const auto status = srtp_create(&made, &policy);
    if (status != srtp_err_status_ok) {
        return fail(Errc::internal, "srtp: no session: " + std::to_string(status));
    }
    return Streams{made};
}

template <auto convert>
std::optional<Bytes> converted(const Streams& with, Bytes buffer, std::size_t size) {
    int length = static_cast<int>(size);
    if (convert(with.get(), buffer.data(), &length) != srtp_err_status_ok) return std::nullopt;
    return buffer.first(static_cast<std::size_t>(length));
}

} // namespace

struct Session::Streams {
    srtp::Streams out;
    srtp::Streams in;
};

Result<Session> Session::make(const Key& ours, const Key& theirs) {
    auto out = opened(ssrc_any_outbound, ours);
    if (!out) return tl::unexpected{out.error()};
    auto in = opened(ssrc_any_inbound, theirs);
    if (!in) return tl::unexpected{in.error()};
    return Session{std::make_unique<Streams>(Streams{std::move(*out), std::move(*in)})};
}

Result<void> Session::hear(const Key& theirs) {
    auto in = opened(ssrc_any_inbound, theirs);
    if (!in) return tl::unexpected{in.error()};
    streams_->in = std::move(*in);
    return {};
}

Session::Session(std::unique_ptr<Streams> streams) : streams_{std::move(streams)} {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

std::optional<Bytes> Session::protect(Bytes buffer, std::size_t size) {
    return converted<srtp_protect>(streams_->out, buffer, size);
}

std::optional<Bytes> Session::protect_control(Bytes buffer, std::size_t size) {
    return converted<srtp_protect_rtcp>(streams_->out, buffer, size);
}

std::optional<Bytes> Session::unprotect(Bytes packet) {
    return converted<srtp_unprotect>(streams_->in, packet, packet.size());
}

std::optional<Bytes> Session::unprotect_control(Bytes packet) {
    return converted<srtp_unprotect_rtcp>(streams_->in, packet, packet.size());
}

} // namespace hatif::srtp
