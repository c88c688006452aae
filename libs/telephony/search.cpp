#include "telephony/search_impl.hpp"

#include <arpa/inet.h>
#include <arpa/nameser.h>

#include <algorithm>
#include <array>

namespace hatif::telephony {

namespace {

constexpr int shortest_life = 30;
constexpr int longest_life = 3'600;
constexpr std::size_t most_services = 16;
constexpr std::size_t most_addresses = 32;
constexpr int header_size = 12;
constexpr int question_tail = 4; // type and class
constexpr int record_head = 10;  // type, class, time to live, length

using Services = base::Handle<ares_srv_reply, ares_free_data>;

/// A question of one search: what c-ares hands back with the answer.
struct Question {
    Search* search;
    Target like;
};

int number_at(const unsigned char* at) {
    return at[0] << 8 | at[1];
}

/// Past the name that begins here; none: it does not end within the message.
const unsigned char* after_name(const unsigned char* at, const unsigned char* end) {
    while (at < end) {
        if (*at == 0) return at + 1;
        if ((*at & 0xC0) == 0xC0) return at + 2; // a pointer is the last of a name
        at += *at + 1;
    }
    return nullptr;
}

} // namespace

std::uint16_t default_port(Transport transport) {
    return transport == Transport::tls ? 5'061 : 5'060;
}

std::string service_name(const std::string& host, Transport transport) {
    switch (transport) {
    case Transport::tcp:
        return "_sip._tcp." + host;
    case Transport::tls:
        return "_sips._tcp." + host;
    case Transport::udp:
        break;
    }
    return "_sip._udp." + host;
}

std::optional<int> least_ttl(const unsigned char* reply, int size) {
    if (size < header_size) return std::nullopt;
    const auto* const end = reply + size;
    const auto* at = reply + header_size;
    for (int questions = number_at(reply + 4); questions > 0; --questions) {
        at = after_name(at, end);
        if (at == nullptr || end - at < question_tail) return std::nullopt;
        at += question_tail;
    }
    std::optional<int> least;
    for (int answers = number_at(reply + 6); answers > 0; --answers) {
        at = after_name(at, end);
        if (at == nullptr || end - at < record_head) return least;
        const auto ttl = static_cast<std::uint32_t>(number_at(at + 4)) << 16 |
                         static_cast<std::uint32_t>(number_at(at + 6));
        const int bounded = static_cast<int>(std::min<std::uint32_t>(ttl, longest_life));
        least = std::min(least.value_or(bounded), bounded);
        const int length = number_at(at + 8);
        if (end - at < record_head + length) return least;
        at += record_head + length;
    }
    return least;
}

Search::Search(ares_channel ares, std::string host, Transport transport, Resolver::Done done)
    : ares_{ares}, host_{std::move(host)}, transport_{transport}, done_{std::move(done)} {}

void Search::begin(ares_channel ares,
                   const std::string& host,
                   std::uint16_t port,
                   Transport transport,
                   Resolver::Done done) {
    const auto real_port = port == 0 ? default_port(transport) : port;
    in_addr numeric{};
    const bool is_numeric = inet_pton(AF_INET, host.c_str(), &numeric) == 1;
    if (is_numeric || host == "localhost") {
        const Target only{is_numeric ? host : "127.0.0.1", real_port};
        return done(Lookup{{only}, std::chrono::seconds{longest_life}});
    }
    auto* const search = new Search{ares, host, transport, std::move(done)};
    ++search->open_; // until all that is to be asked now was asked: c-ares may answer at once
    if (port == 0) {
        search->ask_for_services();
    } else {
        search->ask_for_addresses(host, {.port = port});
    }
    --search->open_;
    search->finish_if_done();
}

void Search::ask_for_services() {
    ++open_;
    ares_search(
        ares_, service_name(host_, transport_).c_str(), ns_c_in, ns_t_srv,
        [](void* it, int status, int, unsigned char* reply, int size) {
            static_cast<Search*>(it)->hear_services(status, reply, size);
        },
        this);
}

void Search::ask_for_addresses(const std::string& host, const Target& like) {
    ++open_;
    ares_search(
        ares_, host.c_str(), ns_c_in, ns_t_a,
        [](void* it, int status, int, unsigned char* reply, int size) {
            const std::unique_ptr<Question> question{static_cast<Question*>(it)};
            question->search->hear_addresses(question->like, status, reply, size);
        },
        new Question{this, like});
}

void Search::hear_services(int status, const unsigned char* reply, int size) {
    ares_srv_reply* list = nullptr;
    if (status == ARES_SUCCESS) status = ares_parse_srv_reply(reply, size, &list);
    const Services services{list};
    const bool is_absent = status == ARES_ENODATA || status == ARES_ENOTFOUND;
    if (status == ARES_SUCCESS && list != nullptr) {
        least_ttl_ = std::min(least_ttl_, least_ttl(reply, size).value_or(shortest_life));
        std::size_t count = 0;
        for (const auto* it = list; it != nullptr && count < most_services;
             it = it->next, ++count) {
            ask_for_addresses(it->host,
                              {.port = it->port, .priority = it->priority, .weight = it->weight});
        }
    } else if (is_absent || status == ARES_SUCCESS) {
        ask_for_addresses(host_, {.port = default_port(transport_)});
    } else {
        nobody_answered_ = true;
    }
    --open_;
    finish_if_done();
}

void Search::hear_addresses(const Target& like, int status, const unsigned char* reply, int size) {
    std::array<ares_addrttl, most_addresses> all{};
    int count = static_cast<int>(all.size());
    if (status == ARES_SUCCESS) {
        status = ares_parse_a_reply(reply, size, nullptr, all.data(), &count);
    }
    if (status == ARES_SUCCESS) {
        for (int i = 0; i < count; ++i) {
            char text[INET_ADDRSTRLEN]{};
            auto& it = all.at(static_cast<std::size_t>(i));
            if (inet_ntop(AF_INET, &it.ipaddr, text, sizeof text) == nullptr) continue;
            auto target = like;
            target.address = text;
            found_.push_back(std::move(target));
            least_ttl_ = std::min(least_ttl_, it.ttl);
        }
    } else if (status != ARES_ENODATA && status != ARES_ENOTFOUND) {
        nobody_answered_ = true;
    }
    --open_;
    finish_if_done();
}

void Search::finish_if_done() {
    if (open_ > 0) return;
    const std::unique_ptr<Search> self{this};
    if (!found_.empty()) {
        const auto life = std::clamp(least_ttl_, shortest_life, longest_life);
        return done_(Lookup{std::move(found_), std::chrono::seconds{life}});
    }
    if (nobody_answered_) {
        return done_(base::fail(base::Errc::unavailable, "no name server answered for " + host_));
    }
    done_(base::fail(base::Errc::not_found, "there is no address for " + host_));
}

} // namespace hatif::telephony
