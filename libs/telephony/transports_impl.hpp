#pragma once

#include "telephony/trunk.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace hatif::telephony {

struct CallsAgent;

/// The transports that nta has been given, each opened when the first trunk needs it: TCP on the
/// port of UDP; TLS one for each host and CA, since sofia checks a whole transport against one set
/// of certificates. The first of TLS listens on the port after, if we have a certificate.
class Transports {
public:
    explicit Transports(CallsAgent& shared) : shared_{shared} {}

    /// Its ident, for TPTAG_IDENT. None: it could not be opened, and will not be tried again.
    std::optional<std::string> open_for(const Trunk& trunk);

private:
    std::optional<std::string> open_tcp();
    std::optional<std::string> open_tls(const Trunk& trunk);
    void say(const std::string& what) const;

    CallsAgent& shared_;
    std::optional<std::optional<std::string>> tcp_;
    std::map<std::pair<std::string, std::string>, std::optional<std::string>> tls_; ///< host, CA
};

/// The ident of the UDP transport.
inline constexpr const char* udp_ident = "udp";

} // namespace hatif::telephony
