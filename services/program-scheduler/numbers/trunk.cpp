#include "program_scheduler/numbers/trunk.hpp"

#include "program_scheduler/limits.hpp"
#include "program_scheduler/numbers/certificates.hpp"
#include "program_scheduler/numbers/host.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace hatif::program_scheduler {

namespace {

constexpr Length credential_length{0, 255};
constexpr Length ca_length{0, 65'536};
constexpr std::uint32_t last_port = 65'535;
constexpr std::uint32_t most_calls = 1'000'000;
constexpr std::size_t most_sources = 64;

constexpr std::array<std::pair<Transport, std::string_view>, 3> transports{{
    {Transport::udp, "udp"},
    {Transport::tcp, "tcp"},
    {Transport::tls, "tls"},
}};

void check_credentials(const Trunk& trunk, FieldCheck& check) {
    // A password is taken as it is, spaces and all.
    if (trunk.password) (void)check.optional("password", trunk.password, credential_length);
    if (trunk.password && !trunk.username) check.refuse("username", "is required with a password");
    if (trunk.username && !trunk.password) check.refuse("password", "is required with a username");
    if (trunk.registers && !trunk.username) check.refuse("username", "is required to register");
}

void check_limits(const Trunk& trunk, FieldCheck& check) {
    if (trunk.max_concurrent_calls &&
        (*trunk.max_concurrent_calls == 0 || *trunk.max_concurrent_calls > most_calls)) {
        check.refuse("maxConcurrentCalls", "must be 1 to 1,000,000");
    }
    const auto rate = trunk.calls_per_second;
    if (rate && (!(*rate >= slowest_rate) || *rate > most_calls)) {
        check.refuse("callsPerSecond", "must be 0.001 to 1,000,000");
    }
    if (trunk.weight < 1 || trunk.weight > 100) check.refuse("weight", "must be 1 to 100");
    if (trunk.priority > 100) check.refuse("priority", "must be 0 to 100");
}

void check_codecs(const Trunk& trunk, FieldCheck& check) {
    const std::set<Codec> once{trunk.codecs.begin(), trunk.codecs.end()};
    const bool known = std::all_of(once.begin(), once.end(),
                                   [](Codec it) { return it == Codec::pcma || it == Codec::pcmu; });
    if (!known || once.size() != trunk.codecs.size()) {
        check.refuse("codecs", "must be some of pcma, pcmu, each once");
    }
}

void check_sip(const Trunk& trunk, FieldCheck& check) {
    const auto session = trunk.session_expires;
    if (session != 0 && (session < 90 || session > 7'200)) {
        check.refuse("sessionExpires", "must be 90 to 7200 seconds, or 0 for none");
    }
    const auto every = trunk.options_every;
    if (every != 0 && (every < 5 || every > 3'600)) {
        check.refuse("optionsEvery", "must be 5 to 3600 seconds, or 0 for never");
    }
    if (trunk.srtp && trunk.transport != Transport::tls) {
        check.refuse("srtp", "needs transport tls: its keys travel in the SIP messages");
    }
    if (check.optional("ca", trunk.ca, ca_length) && !are_certificates(*trunk.ca)) {
        check.refuse("ca", "must be certificates in PEM");
    }
}

void check_sources(const Trunk& trunk, FieldCheck& check) {
    if (trunk.sources.size() > most_sources) check.refuse("sources", "must be at most 64");
    for (std::size_t i = 0; i < std::min(trunk.sources.size(), most_sources); ++i) {
        if (is_source(trunk.sources[i])) continue;
        check.refuse("sources[" + std::to_string(i) + "]",
                     "must be an IPv4 address, or a network like 192.0.2.0/24 of 8 bits at least");
    }
}

} // namespace

std::string_view to_string(Transport transport) {
    for (const auto& [value, name] : transports) {
        if (value == transport) return name;
    }
    return {};
}

Transport transport_named(std::string_view text) {
    for (const auto& [value, name] : transports) {
        if (name == text) return value;
    }
    return Transport::udp;
}

std::string_view to_string(Codec codec) {
    return codec == Codec::pcma ? "pcma" : "pcmu";
}

void check_trunk(const Trunk& trunk, FieldCheck& check) {
    if (!trunk.host.empty() && !is_ipv4(trunk.host) && !is_dns_name(trunk.host)) {
        check.refuse("host", "must be an IPv4 address or a DNS name");
    }
    if (trunk.port && (*trunk.port == 0 || *trunk.port > last_port)) {
        check.refuse("port", "must be 1 to 65535");
    }
    if (to_string(trunk.transport).empty()) {
        check.refuse("transport", "must be one of udp, tcp, tls");
    }
    check_credentials(trunk, check);
    check_limits(trunk, check);
    check_codecs(trunk, check);
    check_sip(trunk, check);
    check_sources(trunk, check);
}

} // namespace hatif::program_scheduler
