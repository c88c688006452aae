#include "gateway/rest/multipart.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace hatif::gateway {

namespace {

constexpr std::size_t most_parts = 100;
constexpr std::string_view line_end = "\r\n";

tl::unexpected<base::Error> broken(const std::string& why) {
    return base::fail(base::Errc::invalid, "the body is not valid multipart/form-data: " + why,
                      "VALIDATION");
}

std::string lower(std::string_view text) {
    std::string out{text};
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

/// The value of one parameter of a header field, `a="b \"c\""; d=e`, from behind its first ";".
std::optional<std::string> parameter(std::string_view field, std::string_view wanted) {
    auto at = field.find(';');
    while (at != std::string_view::npos) {
        field = base::trimmed(field.substr(at + 1));
        const auto equals = field.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const auto name = lower(base::trimmed(field.substr(0, equals)));
        field = field.substr(equals + 1);
        std::string value;
        if (field.starts_with('"')) {
            std::size_t end = 1;
            for (; end < field.size() && field[end] != '"'; ++end) {
                const bool escaped = field[end] == '\\' && end + 1 < field.size() &&
                                     (field[end + 1] == '"' || field[end + 1] == '\\');
                if (escaped) ++end;
                value += field[end];
            }
            at = field.find(';', std::min(end + 1, field.size()));
        } else {
            at = field.find(';');
            value = base::trimmed(field.substr(0, at));
        }
        if (name == wanted) return value;
    }
    return std::nullopt;
}

std::string_view media_type(std::string_view field) {
    return base::trimmed(field.substr(0, field.find(';')));
}

/// A part from its header fields and its content.
base::Result<Part> part_of(std::string_view head, std::string_view content) {
    Part part{{}, {}, {}, content};
    std::string disposition;
    while (!head.empty()) {
        const auto end = std::min(head.find(line_end), head.size());
        const auto line = head.substr(0, end);
        head.remove_prefix(std::min(end + line_end.size(), head.size()));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return broken("a part has a malformed header field");
        const auto name = lower(base::trimmed(line.substr(0, colon)));
        const auto value = base::trimmed(line.substr(colon + 1));
        if (name == "content-disposition") disposition = value;
        if (name == "content-type") part.content_type = media_type(value);
    }
    const auto name = parameter(disposition, "name");
    if (lower(media_type(disposition)) != "form-data" || !name) {
        return broken("a part has no name");
    }
    part.name = *name;
    part.file_name = parameter(disposition, "filename");
    return part;
}

} // namespace

base::Result<std::vector<Part>> read_multipart(std::string_view content_type,
                                               std::string_view body) {
    const auto boundary = parameter(content_type, "boundary");
    if (lower(media_type(content_type)) != "multipart/form-data" || !boundary ||
        boundary->empty() || boundary->size() > 70) {
        return broken("the Content-Type must be multipart/form-data with a boundary");
    }
    const auto delimiter = "--" + *boundary;
    const auto inner = std::string{line_end} + delimiter;
    auto at = body.starts_with(delimiter) ? delimiter.size() : std::string_view::npos;
    if (at == std::string_view::npos) {
        const auto first = body.find(inner); // a preamble before it means nothing
        if (first == std::string_view::npos) return broken("the boundary does not occur");
        at = first + inner.size();
    }
    std::vector<Part> parts;
    while (!body.substr(at).starts_with("--")) {
        if (parts.size() == most_parts) return broken("it has too many parts");
        at = body.find(line_end, at);
        const auto next = body.find(inner, at);
        if (next == std::string_view::npos) return broken("it ends before its last boundary");
        const auto whole =
            body.substr(at + line_end.size(), next - std::min(next, at + line_end.size()));
        // Without header fields a part has no name; so an empty line must come later than at once.
        const auto head_end = whole.find("\r\n\r\n");
        if (head_end == std::string_view::npos) return broken("a part has no header fields");
        auto part = part_of(whole.substr(0, head_end), whole.substr(head_end + 4));
        if (!part) return base::fail(part.error());
        parts.push_back(std::move(*part));
        at = next + inner.size();
    }
    return parts;
}

} // namespace hatif::gateway
