#include "gateway/docs/json_text.hpp"

#include "base/text.hpp"

namespace hatif::gateway {

std::string json_text(std::string_view text) {
    std::string out;
    base::append_json_string(out, text);
    return out;
}

std::string json_object(const JsonMembers& members) {
    std::string out = "{";
    for (const auto& [name, value] : members) {
        if (out.size() > 1) out += ',';
        out += json_text(name) + ":" + value;
    }
    return out + "}";
}

std::string json_list(const std::vector<std::string>& items) {
    std::string out = "[";
    for (const auto& item : items) {
        if (out.size() > 1) out += ',';
        out += item;
    }
    return out + "]";
}

} // namespace hatif::gateway
