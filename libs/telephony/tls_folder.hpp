#pragma once

#include <string>

namespace hatif::telephony {

/// The folder from which sofia reads "agent.pem" (our key and certificate) and "cafile.pem" (whom
/// we believe). It reads while the transport is made and not again: the folder goes with this
/// object.
class TlsFolder {
public:
    /// `certificates`: where our agent.pem is; empty: we have none. `ca`: PEM; empty: the system's.
    /// Throws std::system_error when it cannot be written.
    TlsFolder(const std::string& certificates, const std::string& ca);
    ~TlsFolder();

    TlsFolder(const TlsFolder&) = delete;
    TlsFolder& operator=(const TlsFolder&) = delete;

    const std::string& path() const { return path_; }

private:
    std::string path_;
};

} // namespace hatif::telephony
