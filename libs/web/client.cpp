#include "web/client.hpp"

#include "web/transfer.hpp"

#include <algorithm>
#include <curl/curl.h>
#include <mutex>
#include <stdexcept>
#include <unistd.h>

namespace hatif::web {

namespace {

constexpr std::size_t most_idle = 32;

/// Before the first use, once; never undone: other clients may come.
void begin_curl() {
    static const auto begun = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (begun != CURLE_OK) throw std::runtime_error{"libcurl does not start"};
}

Judge judge_of(const Reach& reach) {
    std::vector<Network> networks;
    for (const auto& text : reach.allowed) {
        const auto network = Network::parse(text);
        if (!network) throw std::runtime_error{"an allowed network: " + network.error().what};
        networks.push_back(*network);
    }
    return [all = reach.private_networks, networks](const Address& address) {
        return all || is_public(address) ||
               std::any_of(networks.begin(), networks.end(),
                           [&](const Network& it) { return it.contains(address); });
    };
}

bool is_token(std::string_view text) {
    constexpr std::string_view others = "!#$%&'*+-.^_`|~"; // RFC 9110 section 5.6.2
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               others.find(c) != others.npos;
    });
}

bool is_field_value(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    });
}

/// They say where a message ends and to whom it goes: that is ours to say.
bool is_ours(const std::string& name) {
    constexpr const char* ours[] = {"Host",    "Content-Length",     "Transfer-Encoding",
                                    "Upgrade", "Connection",         "Keep-Alive",
                                    "Expect",  "Proxy-Connection",   "TE",
                                    "Trailer", "Proxy-Authorization"};
    return std::any_of(std::begin(ours), std::end(ours),
                       [&](const char* it) { return curl_strequal(it, name.c_str()) != 0; });
}

base::Result<void> check(const Request& request) {
    const auto refuse = [](const std::string& what) {
        return base::fail(base::Errc::unavailable, what, "request_refused");
    };
    if (!is_token(request.method)) return refuse("the request's method is no word");
    for (const auto& header : request.headers) {
        if (!is_token(header.name)) return refuse("a header's name is no word");
        if (!is_field_value(header.value)) {
            return refuse("header " + header.name + " has a line end or a control character in it");
        }
        if (is_ours(header.name)) return refuse("header " + header.name + " is not to be set");
    }
    return {};
}

} // namespace

class Client::Pool {
public:
    Pool(const Reach& reach, Trust trust) : judge_{judge_of(reach)}, trust_{std::move(trust)} {
        if (!trust_.ca_file.empty() && access(trust_.ca_file.c_str(), R_OK) != 0) {
            throw std::runtime_error{"no certificates can be read from " + trust_.ca_file};
        }
    }

    /// The one that was used last, for its connections are the youngest.
    std::unique_ptr<Transfer> take() {
        {
            const std::lock_guard lock{mutex_};
            if (!idle_.empty()) {
                auto it = std::move(idle_.back());
                idle_.pop_back();
                return it;
            }
        }
        return std::make_unique<Transfer>(judge_, trust_.ca_file);
    }

    void give_back(std::unique_ptr<Transfer> it) {
        const std::lock_guard lock{mutex_};
        if (idle_.size() < most_idle) idle_.push_back(std::move(it));
    }

private:
    const Judge judge_;
    const Trust trust_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Transfer>> idle_; // last: they use the judge
};

Client::Client(Reach reach, Trust trust) {
    begin_curl();
    pool_ = std::make_unique<Pool>(reach, std::move(trust));
}

Client::~Client() = default;

base::Result<Response> Client::send(const Request& request, std::stop_token stop) {
    if (const auto checked = check(request); !checked) return base::fail(checked.error());
    const auto url = parse_url(request.url);
    if (!url) return base::fail(url.error());
    auto transfer = pool_->take();
    auto answer = transfer->run(request, *url, stop);
    pool_->give_back(std::move(transfer));
    return answer;
}

} // namespace hatif::web
