#include "program_scheduler/content/spool.hpp"

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

Result<Spool> Spool::open(const std::filesystem::path& directory) {
    std::string name = directory / "hatif-upload-XXXXXX";
    objects::FileHandle file{mkostemp(name.data(), O_CLOEXEC)};
    if (!file.open()) return fail(Errc::unavailable, std::string{"upload: "} + strerror(errno));
    unlink(name.c_str());
    return Spool{std::move(file)};
}

Result<void> Spool::add(std::string_view bytes) {
    size_ += bytes.size();
    if (size_ > most_bytes) {
        return fail(Errc::too_large, "the file is larger than 128 MiB", "TOO_LARGE");
    }
    if (!objects::write_all(file_.descriptor(), bytes)) {
        return fail(Errc::unavailable, std::string{"upload: "} + strerror(errno));
    }
    hasher_.add(bytes);
    return {};
}

} // namespace hatif::program_scheduler
