#include "flow/config_reader.hpp"
#include "flow/http_request_node.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

// How an `http_request` node is read, and what is refused of it.

namespace hatif::flow {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_headers = 20;
constexpr std::size_t most_mappings = 50;
constexpr std::size_t longest_pointer = 500;
constexpr std::size_t longest_header_name = 100;

/// Headers that the client makes by itself.
constexpr std::array<std::string_view, 7> own_headers{
    "host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "expect"};

std::string lower(std::string_view text) {
    std::string all{text};
    std::transform(all.begin(), all.end(), all.begin(), [](char it) {
        return it >= 'A' && it <= 'Z' ? static_cast<char>(it - 'A' + 'a') : it;
    });
    return all;
}

/// A token of RFC 9110.
bool is_header_name(std::string_view name) {
    const auto is_token = [](char it) {
        const bool letter = (it >= 'a' && it <= 'z') || (it >= 'A' && it <= 'Z');
        const bool digit = it >= '0' && it <= '9';
        return letter || digit ||
               std::string_view{"!#$%&'*+-.^_`|~"}.find(it) != std::string_view::npos;
    };
    return !name.empty() && name.size() <= longest_header_name &&
           std::all_of(name.begin(), name.end(), is_token);
}

/// A text as it stands there; of all else, the value that is to come.
Template template_of(Operand operand) {
    const auto* literal = std::get_if<Value>(&operand);
    if (literal == nullptr) return {{Template::Place{std::move(operand)}}};
    std::string text = to_text(*literal);
    if (text.empty()) return {};
    return {{std::move(text)}};
}

Template read_url(ConfigReader& config) {
    if (!config.has("url")) {
        config.text("url", ConfigReader::Need::required); // null is none, too
        return {};
    }
    auto operand = config.operand("url");
    const auto* literal = std::get_if<Value>(&operand);
    if (literal == nullptr) return template_of(std::move(operand));
    const auto at = pointer(config.path(), "url");
    auto made = parse_url(to_text(*literal));
    if (!made) {
        config.refuse("invalid_url", made.error().what, at);
        return {};
    }
    // What stands before the first value must say where to; with a value in the host's place, that
    // is for the call to see.
    const auto* front = made->parts.empty() ? nullptr : std::get_if<std::string>(&made->parts[0]);
    const bool whole = made->parts.size() == 1 && front != nullptr;
    const bool begins =
        front != nullptr && (is_web_url(*front) || *front == "https://" || *front == "http://");
    if (whole ? !is_web_url(*front) : !begins) {
        config.refuse("invalid_url",
                      "'url' must begin with http:// or https://, name a host and hold no spaces "
                      "and no user",
                      at);
    }
    return std::move(*made);
}

void read_headers(ConfigReader& config, HttpRequestNode& node) {
    auto* headers = config.object("headers");
    if (headers == nullptr) return;
    const auto names = headers->names();
    if (names.size() > most_headers) {
        config.refuse("out_of_range", fmt::format("a request has at most {} headers", most_headers),
                      pointer(config.path(), "headers"));
        return;
    }
    for (const auto& name : names) {
        const auto at = pointer(headers->path(), name);
        const auto known = lower(name);
        const bool own =
            std::find(own_headers.begin(), own_headers.end(), known) != own_headers.end();
        if (own || !is_header_name(name)) {
            headers->refuse("invalid_header",
                            fmt::format("'{}' is no header that a flow can send", name), at);
        }
        node.headers.push_back({name, template_of(headers->operand(name))});
    }
}

void read_body(ConfigReader& config, HttpRequestNode& node) {
    if (!config.has("body")) {
        config.text("body"); // null is none
        return;
    }
    const bool json = config.is_json("body");
    node.body = json ? config.json("body") : template_of(config.operand("body"));
    const bool typed = std::any_of(node.headers.begin(), node.headers.end(),
                                   [](const auto& it) { return lower(it.name) == "content-type"; });
    if (typed) return;
    const char* type = json ? "application/json" : "text/plain; charset=utf-8";
    node.headers.push_back({"Content-Type", {{std::string{type}}}});
}

bool is_json_pointer(std::string_view text) {
    if (text.empty()) return true;
    for (auto at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
        if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
    }
    return text.front() == '/';
}

void read_map(ConfigReader& config, HttpRequestNode& node) {
    for (auto* each : config.objects("map", ConfigReader::Need::optional)) {
        HttpRequestNode::Mapping made{
            each->text("variable", ConfigReader::Need::required, longest_name),
            each->text("path", ConfigReader::Need::optional, longest_pointer)};
        made.secret = each->flag("secret", made.secret);
        if (!is_json_pointer(made.path)) {
            each->refuse("invalid_path", "'path' must be a JSON pointer, like /customer/name",
                         pointer(each->path(), "path"));
        }
        node.map.push_back(std::move(made));
    }
    if (node.map.size() > most_mappings) {
        config.refuse("out_of_range",
                      fmt::format("at most {} values of an answer can be kept", most_mappings),
                      pointer(config.path(), "map"));
    }
}

} // namespace

HttpRequestNode read_http_request(ConfigReader& config) {
    HttpRequestNode node;
    node.method = config.choice("method", {"GET", "POST", "PUT", "PATCH", "DELETE"});
    node.url = read_url(config);
    read_headers(config, node);
    read_body(config, node);
    node.timeout = config.milliseconds("timeout", node.timeout, {100ms, 30s});
    read_map(config, node);
    return node;
}

} // namespace hatif::flow
