#include "telephony/ident_impl.hpp"

#include <mutex>
#include <set>

namespace hatif::telephony {

Ident::Ident(const std::string& text) {
    static std::mutex mutex; // each SIP thread has transports of its own
    static std::set<std::string> kept;
    const std::lock_guard lock{mutex};
    text_ = kept.insert(text).first->c_str();
}

} // namespace hatif::telephony
