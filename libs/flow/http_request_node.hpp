#pragma once

#include "flow/template.hpp"
#include "flow/words.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// An `http_request` node asks a server, and puts what it answers into variables.
///
///     requesting  -- answer 2xx ------->  left by its status ("201"), its class ("2xx"), onSuccess
///     requesting  -- another answer --->  left by its status ("404"), its class ("4xx"), else
///                                         by onError: http_status
///     requesting  -- no answer -------->  left by onError: request_failed, request_timeout,
///                                         request_refused, answer_too_large
///
/// Values are taken from a 2xx answer only; what it does not have is null. What cannot be asked is
/// its error at once: invalid_url, invalid_header, text_too_long, or that of a value. It may run
/// while nobody has answered. Whoever hangs up takes the request back.
namespace hatif::flow {

class ConfigReader;

struct HttpRequestNode {
    struct Header {
        std::string name;
        Template value;

        bool operator==(const Header&) const = default;
    };
    struct Mapping {
        std::string variable;
        std::string path; // JSON pointer (RFC 6901); empty: the whole answer, when it is a scalar
        bool secret = false; // shown nowhere, nor what is made of it

        bool operator==(const Mapping&) const = default;
    };

    std::string method{"GET"};
    Template url;
    std::vector<Header> headers{};
    Template body{};
    std::chrono::milliseconds timeout{5'000};
    std::vector<Mapping> map{};

    bool operator==(const HttpRequestNode&) const = default;
};

/// `shown` is the URL as it may be told.
struct Requesting {
    std::string shown;

    bool operator==(const Requesting&) const = default;
};
struct Requested {
    bool operator==(const Requested&) const = default;
};
using HttpRequestState = std::variant<Requesting, Requested>;

struct HttpRequestStep {
    HttpRequestState next;
    Commands commands;
};

HttpRequestNode read_http_request(ConfigReader& config);

HttpRequestStep enter(const HttpRequestNode& node, const Scope& scope);
HttpRequestStep
step(const HttpRequestNode& node, const HttpRequestState& state, const Event& event);

/// What the node holds is let go: the call is over, or goes another way.
Commands release(const HttpRequestState& state);

/// But for those by status, which are branches.
std::vector<Leave> exits(const HttpRequestNode& node);

/// "404", "4xx".
bool is_branch(const HttpRequestNode& node, const Output& output);

/// Which of the wanted values are shown nowhere, in order.
std::vector<bool> hidden_values(const HttpRequestNode& node);

/// All that it reads.
std::vector<ValueSource> sources_of(const HttpRequestNode& node);

/// "https://example.org/a", at most 2,000 printable ASCII characters, a host, and no user in it.
bool is_web_url(std::string_view url);

/// Without what may tell more than where it went: its query and fragment.
std::string url_shown(std::string_view url);

} // namespace hatif::flow
