#include "media/studio.hpp"

#include "srtp/session.hpp"

#include <dlfcn.h>
#include <srtp2/srtp.h>

#include <atomic>

namespace {

std::atomic<bool> srtp_is_broken{false};

} // namespace

// Stands before the library's, for its callers in this program.
extern "C" srtp_err_status_t srtp_create(srtp_t* session, const srtp_policy_t* policy) {
    if (srtp_is_broken) return srtp_err_status_alloc_fail;
    static const auto real =
        reinterpret_cast<decltype(&srtp_create)>(dlsym(RTLD_NEXT, "srtp_create"));
    return real(session, policy);
}

using namespace hatif;
using namespace hatif::media;
using namespace hatif::media::test;

namespace {

sdp::Security keys() {
    sdp::Security made;
    for (std::size_t i = 0; i < made.ours.size(); ++i) {
        made.ours[i] = static_cast<std::uint8_t>(i);
        made.theirs[i] = static_cast<std::uint8_t>(i + 100);
    }
    return made;
}

/// A callee whose phone encrypts.
struct SecureStudio : Studio {
    SecureStudio() {
        agreement = callee.agreement();
        agreement.security = keys();
        engine.connect(line.id, agreement);
    }

    std::vector<std::uint8_t> hear() {
        auto bytes = callee.hear_bytes();
        const auto opened = phone.unprotect(bytes);
        REQUIRE(opened.has_value());
        const auto packet = rtp::read_packet(*opened);
        REQUIRE(packet.has_value());
        return {packet->payload.begin(), packet->payload.end()};
    }

    void press(std::uint8_t event, std::uint32_t timestamp) {
        std::array<std::uint8_t, 16 + srtp::overhead> bytes{};
        rtp::write_header(
            {.payload_type = 101, .sequence = ++sequence, .timestamp = timestamp, .source = 5},
            std::span{bytes}.first<rtp::header_size>());
        bytes[12] = event;
        bytes[13] = 0x8A;
        last = *phone.protect(bytes, 16);
        callee.send(line, last);
    }

    sdp::Agreement agreement;
    srtp::Session phone = srtp::Session::make(keys().theirs, keys().ours).value();
    std::uint16_t sequence = 0xFFFE;
    std::span<std::uint8_t> last;
};

} // namespace

TEST_CASE("what is agreed to be encrypted is encrypted, both ways", "[media][srtp]") {
    SecureStudio studio;
    CHECK(studio.hear() == std::vector<std::uint8_t>(160, silence));
    studio.press(4, 1'000);
    studio.press(5, 9'000); // the sequence wraps around
    studio.press(6, 17'000);
    for (const char* key : {"key 4", "key 5", "key 6"}) CHECK(studio.told.next() == key);
}

TEST_CASE("packets in clear are strangers' on a line that is encrypted", "[media][srtp]") {
    SecureStudio studio;
    studio.hear();
    studio.callee.press(studio.line, 1, 1'000); // six of them
    studio.press(7, 2'000);
    CHECK(studio.told.next() == "key 7");
    studio.engine.close(studio.line.id);
    CHECK(studio.told.next() == "line closed");
    CHECK(studio.told.statistics().dropped == 6);
    CHECK(studio.told.statistics().received == 1);
}

TEST_CASE("an agreement with the same keys goes on, with others it begins anew", "[media][srtp]") {
    SecureStudio studio;
    studio.hear();
    studio.engine.connect(studio.line.id, studio.agreement);
    for (int i = 0; i < 3; ++i) studio.hear();
    auto other = keys();
    other.ours[0] ^= 1;
    studio.agreement.security = other;
    studio.engine.connect(studio.line.id, studio.agreement);
    studio.phone = srtp::Session::make(other.theirs, other.ours).value();
    for (int i = 0; i < 50; ++i) {
        auto bytes = studio.callee.hear_bytes(); // some may still be of the keys before
        if (studio.phone.unprotect(bytes)) return;
    }
    FAIL("nothing is encrypted by the new keys");
}

TEST_CASE("keys that cannot be used are told, and nothing is sent in clear", "[media][srtp]") {
    Studio studio;
    auto agreement = studio.callee.agreement();
    agreement.security = keys();
    srtp_is_broken = true;
    studio.engine.connect(studio.line.id, agreement);
    CHECK(studio.told.next() == "securing failed");
    srtp_is_broken = false;
    studio.engine.close(studio.line.id);
    CHECK(studio.told.next() == "line closed");
    CHECK(studio.told.statistics().sent == 0);
}
