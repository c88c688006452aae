#include "telephony/tls_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace hatif::telephony {

namespace fs = std::filesystem;

namespace {

const fs::path system_ca{"/etc/ssl/certs/ca-certificates.crt"};

void write(const fs::path& path, const std::string& text) {
    std::ofstream file{path};
    file << text;
    if (!file.flush()) throw std::system_error{errno, std::generic_category(), path.string()};
}

} // namespace

TlsFolder::TlsFolder(const std::string& certificates, const std::string& ca) {
    auto name = (fs::temp_directory_path() / "hatif-tls-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        throw std::system_error{errno, std::generic_category(), "a folder for certificates"};
    }
    path_ = name;
    const fs::path folder{path_};
    const auto agent = fs::path{certificates} / "agent.pem";
    if (!certificates.empty() && fs::exists(agent)) {
        fs::create_symlink(fs::absolute(agent), folder / "agent.pem");
    } else {
        write(folder / "agent.pem", ""); // sofia's folder has to have one
    }
    if (ca.empty()) {
        fs::create_symlink(system_ca, folder / "cafile.pem");
    } else {
        write(folder / "cafile.pem", ca);
    }
}

TlsFolder::~TlsFolder() {
    std::error_code ignored; // what is left in the temporary folder harms nobody
    fs::remove_all(path_, ignored);
}

} // namespace hatif::telephony
