#include "recording/told.hpp"

#include "base/overloaded.hpp"

namespace hatif::recording {

std::ostream& operator<<(std::ostream& out, const Told& told) {
    const auto table = base::overloaded{
        [&](const Saved& it) {
            out << "saved " << it.id << " " << it.length.count() << " ms, " << it.bytes
                << " bytes, channels " << it.channels << " at " << it.key;
        },
        [&](const Failed& it) {
            out << "failed " << it.id << " " << it.code << ": " << it.message;
        },
    };
    std::visit(table, told);
    if (std::visit([](const auto& it) { return it.recovered; }, told)) out << " (recovered)";
    return out;
}

} // namespace hatif::recording
