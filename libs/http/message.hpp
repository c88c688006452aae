#pragma once

#include <cstdint>
#include <ctime>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hatif::http {

class BodySource;

/// Header fields in the order of arrival; names in any case.
class Headers {
public:
    using Item = std::pair<std::string, std::string>;

    Headers() = default;
    Headers(std::initializer_list<Item> items) : items_{items} {}

    void add(std::string name, std::string value) {
        items_.emplace_back(std::move(name), std::move(value));
    }
    /// The first of that name.
    std::optional<std::string_view> find(std::string_view name) const;

    auto begin() const { return items_.begin(); }
    auto end() const { return items_.end(); }

private:
    std::vector<Item> items_;
};

struct Request {
    std::string method;
    /// Both as sent, percent-encoded; `query` is what stands after the "?".
    std::string path;
    std::string query;
    Headers headers{};
    /// With room for simdjson's padding behind it.
    std::string body{};
    /// The network address of the other side: "192.0.2.7".
    std::string client{};
};

struct Response {
    unsigned status = 200;
    Headers headers{};
    std::string body{};
    /// Instead of `body`, when it is set: what is sent piece by piece (body_source.hpp).
    std::shared_ptr<BodySource> source{};
    /// Of the source, in bytes; none: not known before its end.
    std::optional<std::uint64_t> size{};
};

/// "%C3%A9" -> "é". None when an escape is broken. `plus_is_space`: as in a query.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

/// "page=2&tag=a&tag=b" as names and values in their order, decoded. None when an escape is broken.
std::optional<std::vector<std::pair<std::string, std::string>>> read_query(std::string_view query);

/// "/a?b" or "http://host/a?b" as path and query.
void read_target(std::string_view target, Request& into);

/// "Wed, 15 Jan 2025 10:30:00 GMT": a moment as header fields write it.
std::string http_date(std::time_t at);

} // namespace hatif::http
