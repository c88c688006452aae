#include "web/transfer.hpp"

#include "base/clock.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <curl/curl.h>
#include <new>
#include <sys/socket.h>
#include <unistd.h>

namespace hatif::web {

using base::Errc;
using base::fail;

namespace {

using Lines = base::Handle<curl_slist, curl_slist_free_all>;

constexpr std::size_t most_head = 64 << 10;
constexpr int cancelled = -1; ///< beside curl's own codes, which are positive
constexpr long most_idle_connections = 8;

void add_line(Lines& lines, const std::string& line) {
    auto* const longer = curl_slist_append(lines.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc{};
    (void)lines.release();
    lines.reset(longer);
}

std::string written(const Address& address) {
    std::array<char, 64> text{};
    inet_ntop(address.is_v4 ? AF_INET : AF_INET6, address.bytes.data(), text.data(), text.size());
    return text.data();
}

bool has_header(const Request& request, std::string_view name) {
    return std::any_of(request.headers.begin(), request.headers.end(), [&](const Header& it) {
        return it.name.size() == name.size() &&
               curl_strnequal(it.name.c_str(), name.data(), name.size()) != 0;
    });
}

std::vector<Header> all_headers(const Request& request, const Url& url) {
    auto headers = request.headers;
    if (!request.signing) return headers;
    auto hash = request.file ? request.file->sha256 : sha256_of(request.body);
    const auto added = sign({.method = request.method,
                             .host = url.host,
                             .path = url.path,
                             .query = url.query,
                             .headers = request.headers,
                             .body_sha256 = std::move(hash)},
                            *request.signing, base::SystemClock{}.now());
    headers.insert(headers.end(), added.begin(), added.end());
    return headers;
}

} // namespace

/// What the callbacks of one request read and write.
struct Transfer::Exchange {
    const Request& request;
    const Judge& judge;
    Lines lines{};
    Response response{};
    std::size_t head_bytes = 0;
    std::uint64_t sent = 0; ///< of the file
    bool head_is_whole = false;
    bool too_large = false;
    bool opened = false;
    std::string refused{}; ///< an address that may not be reached
    std::array<char, CURL_ERROR_SIZE> why{};

    static int open_socket(void* self, curlsocktype, curl_sockaddr* to) noexcept {
        auto& it = *static_cast<Exchange*>(self);
        const auto address = Address::of(to->addr);
        if (!address || !it.judge(*address)) {
            it.refused = address ? written(*address) : "of an unknown family";
            return CURL_SOCKET_BAD;
        }
        it.opened = true;
        return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
    }

    static std::size_t
    take_head(const char* text, std::size_t, std::size_t size, void* self) noexcept {
        auto& it = *static_cast<Exchange*>(self);
        it.head_bytes += size;
        if (it.head_bytes > most_head) {
            it.too_large = true;
            return 0;
        }
        const std::string_view line{text, size};
        const auto colon = line.find(':');
        if (line.substr(0, 5) == "HTTP/") {
            it.response.headers.clear(); // what stood before it was of an interim answer
            it.head_is_whole = false;
        } else if (line == "\r\n" || line == "\n") {
            it.head_is_whole = true;
        } else if (colon != line.npos) {
            it.response.headers.push_back({std::string{line.substr(0, colon)},
                                           std::string{base::trimmed(line.substr(colon + 1))}});
        }
        return size;
    }

    static std::size_t
    take_body(const char* bytes, std::size_t, std::size_t size, void* self) noexcept {
        auto& it = *static_cast<Exchange*>(self);
        if (size > it.request.most_answer - it.response.body.size()) {
            it.too_large = true;
            return 0;
        }
        it.response.body.append(bytes, size);
        return size;
    }

    static std::size_t give_file(char* to, std::size_t, std::size_t most, void* self) noexcept {
        auto& it = *static_cast<Exchange*>(self);
        const auto& file = *it.request.file;
        const auto wanted = std::min<std::uint64_t>(most, file.size - it.sent);
        auto got = ::pread(file.file, to, wanted, static_cast<off_t>(it.sent));
        while (got < 0 && errno == EINTR) {
            got = ::pread(file.file, to, wanted, static_cast<off_t>(it.sent));
        }
        if (got < 0 || (got == 0 && wanted > 0)) return CURL_READFUNC_ABORT;
        it.sent += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
    }

    /// Asked when a kept connection turned out to be dead and the request begins again.
    static int go_to(void* self, curl_off_t offset, int origin) noexcept {
        if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
        static_cast<Exchange*>(self)->sent = static_cast<std::uint64_t>(offset);
        return CURL_SEEKFUNC_OK;
    }

    base::Error error(int code, const Url& url) const {
        const auto because = [&](const std::string& what, const char* reason) {
            return base::Error{Errc::unavailable, request.method + ' ' + url.origin + ": " + what,
                               reason};
        };
        if (code == cancelled) return because("cancelled", "request_cancelled");
        if (too_large) {
            return because("its answer is larger than " + std::to_string(request.most_answer) +
                               " bytes, or its head than 64 KiB",
                           "answer_too_large");
        }
        if (code == CURLE_OPERATION_TIMEDOUT) {
            return because("no whole answer within " + std::to_string(request.timeout.count()) +
                               " ms",
                           "request_timeout");
        }
        if (!refused.empty() && !opened) {
            return because("its address " + refused + " may not be reached", "request_refused");
        }
        const std::string known{why.data()};
        return because(known.empty() ? curl_easy_strerror(static_cast<CURLcode>(code))
                                     : base::shortened(base::healed(known), 200),
                       "request_failed");
    }
};

void end_connections(void* multi) {
    curl_multi_cleanup(multi);
}

void end_request(void* easy) {
    curl_easy_cleanup(easy);
}

Transfer::Transfer(const Judge& judge, const std::string& ca_file)
    : judge_{judge}, ca_file_{ca_file}, multi_{curl_multi_init()}, easy_{curl_easy_init()} {
    if (!multi_ || !easy_) throw std::bad_alloc{};
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, most_idle_connections);
}

void Transfer::prepare_body(const Request& request) {
    auto* const easy = easy_.get();
    const bool expects_body =
        request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    if (request.method == "HEAD") {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (request.file) {
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE,
                         static_cast<curl_off_t>(request.file->size));
        curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 1L << 18);
    } else if (expects_body || !request.body.empty()) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void Transfer::prepare(Exchange& exchange, const Url& url) {
    auto* const easy = easy_.get();
    const auto& request = exchange.request;
    curl_easy_reset(easy); // connections and names stay
    const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(easy, option, value); };
    set(CURLOPT_URL, url.whole.c_str());
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, ""); // whatever the environment says
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L); // an end does not wait for a name that is being looked up
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!ca_file_.empty()) set(CURLOPT_CAINFO, ca_file_.c_str());
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(request.timeout.count(), 1)));
    set(CURLOPT_USERAGENT, "hatif");
    set(CURLOPT_ERRORBUFFER, exchange.why.data());
    set(CURLOPT_OPENSOCKETFUNCTION, &Exchange::open_socket);
    set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&exchange));
    set(CURLOPT_HEADERFUNCTION, &Exchange::take_head);
    set(CURLOPT_HEADERDATA, static_cast<void*>(&exchange));
    set(CURLOPT_WRITEFUNCTION, &Exchange::take_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&exchange));
    set(CURLOPT_READFUNCTION, &Exchange::give_file);
    set(CURLOPT_READDATA, static_cast<void*>(&exchange));
    set(CURLOPT_SEEKFUNCTION, &Exchange::go_to);
    set(CURLOPT_SEEKDATA, static_cast<void*>(&exchange));
    prepare_body(request);

    for (const auto& header : all_headers(request, url)) {
        add_line(exchange.lines, header.name + (header.value.empty() ? ";" : ": " + header.value));
    }
    add_line(exchange.lines, "Expect:");
    if (!has_header(request, "Content-Type")) add_line(exchange.lines, "Content-Type:");
    set(CURLOPT_HTTPHEADER, exchange.lines.get());
}

/// Curl's code, or `cancelled`.
int Transfer::carry(const std::stop_token& stop) {
    const std::stop_callback wake{stop, [this] { curl_multi_wakeup(multi_.get()); }};
    int running = 1;
    while (!stop.stop_requested()) {
        if (const auto done = curl_multi_perform(multi_.get(), &running); done != CURLM_OK) {
            return CURLE_FAILED_INIT;
        }
        if (running == 0) break;
        curl_multi_poll(multi_.get(), nullptr, 0, 1000, nullptr);
    }
    int left = 0;
    const auto* const told = curl_multi_info_read(multi_.get(), &left);
    if (told == nullptr || told->msg != CURLMSG_DONE) return cancelled;
    return told->data.result;
}

base::Result<Response>
Transfer::run(const Request& request, const Url& url, const std::stop_token& stop) {
    Exchange exchange{.request = request, .judge = judge_};
    prepare(exchange, url);
    if (curl_multi_add_handle(multi_.get(), easy_.get()) != CURLM_OK) throw std::bad_alloc{};
    int code = carry(stop);
    curl_multi_remove_handle(multi_.get(), easy_.get());
    curl_easy_setopt(easy_.get(), CURLOPT_ERRORBUFFER, nullptr); // it goes with the exchange
    if (code == CURLE_OK && !exchange.head_is_whole) code = CURLE_PARTIAL_FILE;
    if (code != CURLE_OK) return fail(exchange.error(code, url));
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    exchange.response.status = static_cast<int>(status);
    return std::move(exchange.response);
}

} // namespace hatif::web
