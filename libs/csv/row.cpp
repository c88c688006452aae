#include "csv/row.hpp"

namespace hatif::csv {

namespace {

bool needs_quotes(std::string_view field) {
    if (field.empty()) return false;
    return field.find_first_of(",\"\r\n") != std::string_view::npos || field.front() == ' ' ||
           field.back() == ' ';
}

void append_quoted(std::string& out, std::string_view field) {
    out += '"';
    for (const char c : field) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

} // namespace

void append_row(std::string& out, const std::vector<std::string_view>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) out += ',';
        if (needs_quotes(fields[i])) {
            append_quoted(out, fields[i]);
        } else {
            out += fields[i];
        }
    }
    out += "\r\n";
}

} // namespace hatif::csv
