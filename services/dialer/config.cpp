#include "dialer/config.hpp"

#include "base/text.hpp"
#include "web/address.hpp"

#include <charconv>

namespace hatif::dialer {

namespace {

using namespace std::chrono_literals;

std::optional<std::uint16_t> port_of(std::string_view text) {
    std::uint16_t port = 0;
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, port);
    if (error != std::errc{} || rest != end || port == 0) return std::nullopt;
    return port;
}

base::Result<void> split_address(const std::string& text, Config& config) {
    const auto colon = text.rfind(':');
    const auto port = colon == std::string::npos
                          ? std::nullopt
                          : port_of(std::string_view{text}.substr(colon + 1));
    if (!port) {
        return base::fail(base::Errc::invalid, "HATIF_SIP_LISTEN: '" + text + "' is no host:port");
    }
    config.sip_address = text.substr(0, colon);
    config.sip_port = *port;
    return {};
}

std::vector<std::string> networks(const std::string& text) {
    std::vector<std::string> all;
    for (const auto part : base::split(text, ',')) {
        if (const auto it = base::trimmed(part); !it.empty()) all.emplace_back(it);
    }
    return all;
}

base::Result<void> check_networks(const std::vector<std::string>& all) {
    for (const auto& it : all) {
        const auto network = web::Network::parse(it);
        if (network) continue;
        return base::fail(base::Errc::invalid, "HATIF_DIALER_HTTP_ALLOW: " + network.error().what);
    }
    return {};
}

base::Result<void> split_ports(const std::string& text, Config& config) {
    const auto parts = base::split(text, '-');
    const auto first = parts.size() == 2 ? port_of(parts[0]) : std::nullopt;
    const auto last = parts.size() == 2 ? port_of(parts[1]) : std::nullopt;
    if (!first || !last || *first > *last) {
        return base::fail(base::Errc::invalid,
                          "HATIF_RTP_PORTS: '" + text + "' is no range of ports like 10000-11999");
    }
    config.first_rtp_port = *first;
    config.last_rtp_port = *last;
    return {};
}

} // namespace

base::Result<Config> read_config(config::Environment environment) {
    Config config{
        .health_listen = environment.text("HATIF_HEALTH_LISTEN"),
        .log_level = environment.text("HATIF_LOG_LEVEL", "info"),
        .kafka = environment.text("HATIF_KAFKA"),
        .caller_keys = environment.text("HATIF_CALLER_KEYS"),
        .schedulers = environment.list("HATIF_SCHEDULER"),
        .worker = environment.text("HATIF_WORKER"),
        .sip_address = {},
        .sip_public = environment.text("HATIF_SIP_PUBLIC_ADDRESS", ""),
        .certificates = environment.text("HATIF_TLS_FOLDER", ""),
        .rtp_address = environment.text("HATIF_RTP_ADDRESS"),
        .rtp_public = environment.text("HATIF_RTP_PUBLIC_ADDRESS", ""),
        .rtp_rest =
            std::chrono::seconds{environment.number("HATIF_RTP_REST_SECONDS", 10, 0, 3'600)},
        .rtp_silence =
            std::chrono::seconds{environment.number("HATIF_RTP_SILENCE_SECONDS", 60, 0, 3'600)},
        .spool = environment.text("HATIF_SPOOL"),
        .objects = objects::read_store_setting(environment),
        .http_allow = networks(environment.text("HATIF_DIALER_HTTP_ALLOW", "")),
        .max_calls =
            static_cast<std::size_t>(environment.number("HATIF_MAX_CALLS", 500, 1, 10'000)),
        .max_call = environment.seconds("HATIF_MAX_CALL_SECONDS", 600s),
        .drain = environment.seconds("HATIF_DRAIN_SECONDS", 60s),
    };
    const std::string sip = environment.text("HATIF_SIP_LISTEN");
    const std::string ports = environment.text("HATIF_RTP_PORTS", "10000-11999");
    if (auto read = environment.refusals(); !read) return base::fail(read.error());
    if (auto read = split_address(sip, config); !read) return base::fail(read.error());
    if (auto read = split_ports(ports, config); !read) return base::fail(read.error());
    if (auto read = check_networks(config.http_allow); !read) return base::fail(read.error());
    return config;
}

} // namespace hatif::dialer
