#include "program_scheduler/numbers/trunk.hpp"

#include "program_scheduler/content/field_check.hpp"
#include "program_scheduler/limits.hpp"

#include <arpa/inet.h>
#include <array>

namespace hatif::program_scheduler {

namespace {

constexpr Length name_length{3, 64};
constexpr Length credential_length{0, 255};
constexpr std::uint32_t last_port = 65535;
constexpr std::uint32_t most_calls = 1'000'000;

bool is_address(const std::string& host) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
           inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

void check_credentials(const Trunk& trunk, FieldCheck& check) {
    if (trunk.password && !trunk.username) check.refuse("username", "is required with a password");
    if (trunk.username && !trunk.password) check.refuse("password", "is required with a username");
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
}

} // namespace

base::Result<Trunk> read_trunk(const TrunkSent& sent, const base::TrunkId& id, base::Instant now) {
    FieldCheck check;
    Trunk trunk{.id = id,
                .name = check.required("name", sent.name, name_length),
                .host = check.required("host", sent.host, credential_length),
                .port = sent.port.value_or(5060),
                .username = check.optional("username", sent.username, credential_length),
                .password = sent.password && sent.password->empty() ? std::nullopt : sent.password,
                .max_concurrent_calls = sent.max_concurrent_calls,
                .calls_per_second = sent.calls_per_second,
                .created_at = now,
                .updated_at = now};
    if (sent.host && !is_address(trunk.host)) check.refuse("host", "must be an IP address");
    if (trunk.port == 0 || trunk.port > last_port) check.refuse("port", "must be 1 to 65535");
    if (!sent.udp) check.refuse("transport", "must be udp");
    // A password is taken as it is, spaces and all.
    if (trunk.password) (void)check.optional("password", trunk.password, credential_length);
    check_credentials(trunk, check);
    check_limits(trunk, check);
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    return trunk;
}

} // namespace hatif::program_scheduler
