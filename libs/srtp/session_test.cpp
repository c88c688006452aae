#include "srtp/session.hpp"

#include <catch2/catch.hpp>

#include <srtp2/srtp.h>

#include <algorithm>
#include <random>
#include <vector>

using namespace hatif::srtp;

namespace {

using Bytes = std::vector<std::uint8_t>;

Key key(std::uint8_t first) {
    Key made{};
    for (auto& it : made) it = first++;
    return made;
}

const Key ours = key(1);
const Key theirs = key(101);

/// The other side: the library as its manual uses it.
class Other {
public:
    Other() : out_{session(ssrc_any_outbound, theirs)}, in_{session(ssrc_any_inbound, ours)} {}
    Other(const Other&) = delete;
    ~Other() {
        srtp_dealloc(out_);
        srtp_dealloc(in_);
    }

    Bytes sealed(Bytes packet) {
        int size = static_cast<int>(packet.size());
        packet.resize(packet.size() + SRTP_MAX_TRAILER_LEN + 4);
        REQUIRE(srtp_protect(out_, packet.data(), &size) == srtp_err_status_ok);
        packet.resize(static_cast<std::size_t>(size));
        return packet;
    }

    Bytes opened(Bytes packet) {
        int size = static_cast<int>(packet.size());
        REQUIRE(srtp_unprotect(in_, packet.data(), &size) == srtp_err_status_ok);
        packet.resize(static_cast<std::size_t>(size));
        return packet;
    }

    Bytes control_opened(Bytes packet) {
        int size = static_cast<int>(packet.size());
        REQUIRE(srtp_unprotect_rtcp(in_, packet.data(), &size) == srtp_err_status_ok);
        packet.resize(static_cast<std::size_t>(size));
        return packet;
    }

private:
    static srtp_t session(srtp_ssrc_type_t which, Key with) {
        srtp_policy_t policy{};
        srtp_crypto_policy_set_rtp_default(&policy.rtp);
        srtp_crypto_policy_set_rtcp_default(&policy.rtcp);
        policy.ssrc.type = which;
        policy.key = with.data();
        srtp_t made = nullptr;
        REQUIRE(srtp_create(&made, &policy) == srtp_err_status_ok);
        return made;
    }

    srtp_t out_;
    srtp_t in_;
};

Bytes packet(std::uint16_t sequence) {
    Bytes bytes{0x80,
                8,
                static_cast<std::uint8_t>(sequence >> 8U),
                static_cast<std::uint8_t>(sequence),
                0,
                0,
                0,
                0,
                1,
                2,
                3,
                4};
    bytes.resize(12 + 160, static_cast<std::uint8_t>(sequence));
    return bytes;
}

Bytes sealed(Session& session, Bytes bytes) {
    const auto size = bytes.size();
    bytes.resize(size + overhead);
    const auto made = session.protect(bytes, size);
    REQUIRE(made.has_value());
    return {made->begin(), made->end()};
}

/// The packet inside; empty: refused.
Bytes opened(Session& session, Bytes bytes) {
    const auto made = session.unprotect(bytes);
    return made ? Bytes{made->begin(), made->end()} : Bytes{};
}

} // namespace

TEST_CASE("what we encrypt the library itself reads, and the other way", "[srtp][session]") {
    auto session = Session::make(ours, theirs).value();
    Other other;
    const auto bytes = sealed(session, packet(7));
    CHECK(bytes.size() == packet(7).size() + 10); // the tag of 80 bits
    CHECK(Bytes(bytes.begin() + 12, bytes.end() - 10) != Bytes(160, 7));
    CHECK(other.opened(bytes) == packet(7));
    CHECK(opened(session, other.sealed(packet(9))) == packet(9));
}

TEST_CASE("reports are encrypted too", "[srtp][session]") {
    auto session = Session::make(ours, theirs).value();
    const Bytes report{0x80, 201, 0, 1, 1, 2, 3, 4};
    Bytes room{report};
    room.resize(report.size() + overhead);
    const auto made = session.protect_control(room, report.size());
    REQUIRE(made.has_value());
    CHECK(made->size() == report.size() + overhead);
    Other other;
    CHECK(other.control_opened({made->begin(), made->end()}) == report);
    auto mirrored = Session::make(theirs, ours).value();
    CHECK(mirrored.unprotect_control(*made).has_value());
    CHECK_FALSE(mirrored.unprotect_control(room).has_value());
}

TEST_CASE("what comes again is refused (RFC 3711, 3.3.2)", "[srtp][session]") {
    auto session = Session::make(ours, theirs).value();
    Other other;
    const auto first = other.sealed(packet(1));
    const auto second = other.sealed(packet(2));
    CHECK(opened(session, second) == packet(2)); // overtaken
    CHECK(opened(session, first) == packet(1));
    CHECK(opened(session, first).empty());
    CHECK(opened(session, second).empty());
}

TEST_CASE("what is in clear, changed, or of another key is refused", "[srtp][session]") {
    auto session = Session::make(ours, theirs).value();
    Other other;
    CHECK(opened(session, packet(1)).empty());
    CHECK(opened(session, {}).empty());
    CHECK(opened(session, Bytes(11, 0x80)).empty());
    auto stranger = Session::make(key(50), key(60)).value();
    CHECK(opened(session, sealed(stranger, packet(1))).empty());
    std::mt19937 random{5};
    for (int i = 0; i < 2'000; ++i) {
        auto bytes = other.sealed(packet(static_cast<std::uint16_t>(i)));
        bytes[random() % bytes.size()] ^= static_cast<std::uint8_t>(1U << random() % 8);
        REQUIRE(opened(session, bytes).empty());
    }
    CHECK(opened(session, other.sealed(packet(2'000))) == packet(2'000));
}

TEST_CASE("the sequence may wrap around: the counter above it goes on", "[srtp][session]") {
    auto session = Session::make(ours, theirs).value();
    Other other;
    for (int i = 0xFFF0; i < 0x10020; ++i) {
        const auto bytes = packet(static_cast<std::uint16_t>(i));
        REQUIRE(opened(session, other.sealed(bytes)) == bytes);
        REQUIRE(other.opened(sealed(session, bytes)) == bytes);
    }
}

TEST_CASE("when they take another key our stream goes on, with the counter above its sequence",
          "[srtp][session]") {
    auto session = Session::make(ours, theirs).value();
    Other other;
    for (int i = 0xFFF0; i < 0x10010; ++i) {
        REQUIRE_FALSE(other.opened(sealed(session, packet(static_cast<std::uint16_t>(i)))).empty());
    }
    REQUIRE(session.hear(key(50)));
    CHECK(other.opened(sealed(session, packet(0x0010))) == packet(0x0010));
    CHECK(opened(session, other.sealed(packet(1))).empty());
    auto anew = Session::make(key(50), ours).value();
    CHECK(opened(session, sealed(anew, packet(1))) == packet(1));
}
