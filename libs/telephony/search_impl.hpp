#pragma once

#include "telephony/resolver.hpp"

#include "base/handle.hpp"

#include <ares.h>
#include <netdb.h>

#include <limits>

namespace hatif::telephony {

using Ares = base::Handle<ares_channeldata, ares_destroy>;

/// One name that is looked for, with all the questions that this takes. Lives until the last is
/// answered, and c-ares answers each, in whatever way.
class Search {
public:
    static void begin(ares_channel ares,
                      const std::string& host,
                      std::uint16_t port,
                      Transport transport,
                      Resolver::Done done);

private:
    Search(ares_channel ares, std::string host, Transport transport, Resolver::Done done);

    void ask_for_services();
    void ask_for_addresses(const std::string& host, const Target& like);
    void hear_services(int status, const unsigned char* reply, int size);
    void hear_addresses(const Target& like, int status, const unsigned char* reply, int size);
    void finish_if_done();

    ares_channel ares_;
    std::string host_;
    Transport transport_;
    Resolver::Done done_;
    std::vector<Target> found_;
    int least_ttl_ = std::numeric_limits<int>::max();
    int open_ = 0;
    bool nobody_answered_ = false;
};

/// The shortest time to live among the answers of a DNS message, in seconds; none: it is malformed
/// or has no answers.
std::optional<int> least_ttl(const unsigned char* reply, int size);

} // namespace hatif::telephony
