#include "flow/http_request_node.hpp"

#include "base/overloaded.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hatif::flow {

namespace {

constexpr std::size_t longest_url = 2'000;
constexpr std::size_t longest_header = 4'000;
constexpr std::size_t longest_body = 64 * 1'024;

const Leave success{{Output{"onSuccess"}}};

/// Some take a backslash for a slash, and a host for another one.
bool is_of_url(char it) {
    return it > ' ' && it < '\x7F' && it != '\\';
}

/// What would end a header's line, and begin one that nobody wrote.
bool holds_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char it) { return (it >= 0 && it < ' ' && it != '\t') || it == '\x7F'; });
}

OrFault<HttpRequest> request_of(const HttpRequestNode& node, bool& hides_url, Reading& reading) {
    HttpRequest made{.method = node.method, .url = {}, .timeout = node.timeout};
    const auto url = filled(node.url, longest_url, reading);
    if (!url) return tl::unexpected{url.error()};
    made.url = to_text(url->value);
    made.secret = hides_url = url->secret;
    if (!is_web_url(made.url)) {
        return fault("invalid_url", "the URL must begin with http:// or https://, name a host and "
                                    "hold no spaces and no user");
    }
    for (const auto& [name, value] : node.headers) {
        const auto text = filled(value, longest_header, reading);
        if (!text) return tl::unexpected{text.error()};
        made.headers.emplace_back(name, to_text(text->value));
        made.secret = made.secret || text->secret;
        if (holds_control(made.headers.back().second)) {
            return fault("invalid_header", fmt::format("header '{}' holds a line end", name));
        }
    }
    const auto body = filled(node.body, longest_body, reading);
    if (!body) return tl::unexpected{body.error()};
    made.body = to_text(body->value);
    made.secret = made.secret || body->secret;
    for (const auto& each : node.map) made.wanted.push_back(each.path);
    return made;
}

/// The ways by which an answer is left, its own status first.
Outputs ways_of(int status) {
    return {Output{std::to_string(status)}, Output{fmt::format("{}xx", status / 100)}};
}

bool is_success(int status) {
    return status >= 200 && status < 300;
}

std::optional<Fault> fault_of(const RequestOver& it) {
    if (it.fault) return it.fault;
    if (it.status == 0) return Fault{"request_failed", "the server did not answer"};
    return std::nullopt;
}

/// What an answer leads to.
Commands after(const HttpRequestNode& node, const std::string& shown, const RequestOver& it) {
    const auto why = fault_of(it);
    Commands all{NoteRequest{node.method, shown, it.status, why ? why->code : std::string{}}};
    if (why) {
        all.emplace_back(leave_failed(*why));
        return all;
    }
    auto by = ways_of(it.status);
    if (!is_success(it.status)) {
        by.emplace_back("onError");
        all.emplace_back(Leave{
            std::move(by), Fault{"http_status", fmt::format("the server answered {}", it.status)}});
        return all;
    }
    for (std::size_t i = 0; i < node.map.size(); ++i) {
        const auto& [variable, path, secret] = node.map[i];
        all.emplace_back(
            SetVariable{variable, {i < it.values.size() ? it.values[i] : Value{}, secret}});
    }
    by.push_back(success.by.front());
    all.emplace_back(Leave{std::move(by)});
    return all;
}

} // namespace

bool is_web_url(std::string_view url) {
    const bool secure = url.starts_with("https://");
    if (!secure && !url.starts_with("http://")) return false;
    if (url.size() > longest_url || !std::all_of(url.begin(), url.end(), is_of_url)) return false;
    url.remove_prefix(secure ? 8 : 7);
    const auto host = url.substr(0, url.find_first_of("/?#"));
    return !host.empty() && host.front() != ':' && host.find('@') == std::string_view::npos;
}

std::string url_shown(std::string_view url) {
    return std::string{url.substr(0, url.find_first_of("?#"))};
}

HttpRequestStep enter(const HttpRequestNode& node, const Scope& scope) {
    Reading reading{scope};
    bool hides_url = false;
    auto request = request_of(node, hides_url, reading);
    Commands all = std::move(reading).notes();
    if (!request) {
        all.emplace_back(leave_failed(request.error()));
        return {Requested{}, std::move(all)};
    }
    std::string shown = hides_url ? std::string{masked} : url_shown(request->url);
    all.emplace_back(Request{0, std::move(*request)});
    return {Requesting{std::move(shown)}, std::move(all)};
}

HttpRequestStep
step(const HttpRequestNode& node, const HttpRequestState& state, const Event& event) {
    const auto table = base::overloaded{
        [&](const Requesting& at, const RequestOver& it) -> HttpRequestStep {
            if (it.round != 0) return {at, {}};
            return {Requested{}, after(node, at.shown, it)};
        },
        [](const auto& unmoved, const auto&) -> HttpRequestStep {
            return {unmoved, {}};
        },
    };
    return std::visit(table, state, event);
}

Commands release(const HttpRequestState& state) {
    if (std::holds_alternative<Requesting>(state)) return {CancelRequest{0}};
    return {};
}

std::vector<Leave> exits(const HttpRequestNode&) {
    return {success, leave_failed({})};
}

bool is_branch(const HttpRequestNode&, const Output& output) {
    const std::string_view name = output.value();
    if (name.size() != 3 || name[0] < '1' || name[0] > '5') return false;
    const auto digit = [](char it) { return it >= '0' && it <= '9'; };
    return name.substr(1) == "xx" || (digit(name[1]) && digit(name[2]));
}

std::vector<ValueSource> sources_of(const HttpRequestNode& node) {
    auto all = sources_of(node.url);
    const auto add = [&](const Template& more) {
        for (auto& source : sources_of(more)) all.push_back(std::move(source));
    };
    for (const auto& header : node.headers) add(header.value);
    add(node.body);
    return all;
}

std::vector<bool> hidden_values(const HttpRequestNode& node) {
    std::vector<bool> all;
    for (const auto& each : node.map) all.push_back(each.secret);
    return all;
}

} // namespace hatif::flow
