#include "kafka/batch_size.hpp"

#include <algorithm>

namespace hatif::kafka {

namespace {
constexpr int tries_of_one = 3;
}

bool is_by_content(const base::Error& error) {
    switch (error.code) {
    case base::Errc::invalid:
    case base::Errc::unprocessable:
    case base::Errc::too_large:
    case base::Errc::already_exists:
        return true;
    default:
        return error.reason == "DATA";
    }
}

void BatchSize::taken() {
    failures_of_one_ = 0;
    now_ = std::min(full_, now_ * 2);
}

bool BatchSize::failed(std::size_t size, const base::Error& error) {
    if (!is_by_content(error)) return false;
    if (size > 1) {
        now_ = size / 2;
        return false;
    }
    now_ = 1;
    return ++failures_of_one_ >= tries_of_one;
}

} // namespace hatif::kafka
