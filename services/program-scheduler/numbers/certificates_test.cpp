#include "program_scheduler/numbers/certificates.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace hatif::program_scheduler;

namespace {

const std::string authority = R"(-----BEGIN CERTIFICATE-----
MIIBljCCATugAwIBAgIULRghdQopJvnhpn4thxdC4dmOUTMwCgYIKoZIzj0EAwIw
HzEdMBsGA1UEAwwUSGF0aWYgdGVzdCBhdXRob3JpdHkwIBcNMjYxMTIyMTkyNDA0
WhgPMjEyNjEwMjkxOTI0MDRaMB8xHTAbBgNVBAMMFEhhdGlmIHRlc3QgYXV0aG9y
aXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEkGvBkV5tfUkEWKRwC6ZhaSGJ
Ak+lgnwrh2C1v0CU6iir9cQZ/AN3Q2ONL+8Qj2rsTib/yqOuEwbiQA9/r1lGo6NT
MFEwHQYDVR0OBBYEFLdeOg0ERZk3PAu92/W5bNggblLiMB8GA1UdIwQYMBaAFLde
Og0ERZk3PAu92/W5bNggblLiMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID
SQAwRgIhAJFy0ht7MN5dwd4OT1MMVIb1koP+IKx//FE4165TMflsAiEAvBR7NkpZ
RBWO46XS5XK0+Fu4IdYtVEQ7C5AgGrn4Qus=
-----END CERTIFICATE-----
)";

} // namespace

TEST_CASE("authorities are certificates in PEM, one or more", "[unit][numbers]") {
    CHECK(are_certificates(authority));
    CHECK(are_certificates("Our carrier's:\n" + authority + authority));
}

TEST_CASE("what holds no certificate, or a broken one, is refused", "[unit][numbers]") {
    CHECK_FALSE(are_certificates(""));
    CHECK_FALSE(are_certificates("-----BEGIN CERTIFICATE-----"));
    CHECK_FALSE(are_certificates("hello"));
    auto broken = authority;
    broken[60] = broken[60] == 'A' ? 'B' : 'A';
    broken.erase(100, 8);
    CHECK_FALSE(are_certificates(broken));
    CHECK_FALSE(are_certificates(authority + broken));
    CHECK_FALSE(are_certificates(authority.substr(0, authority.size() / 2)));
}
