#pragma once

#include "base/handle.hpp"
#include "base/result.hpp"
#include "web/address.hpp"
#include "web/message.hpp"
#include "web/url.hpp"

#include <functional>
#include <stop_token>
#include <string>

namespace hatif::web {

void end_connections(void* multi);
void end_request(void* easy);

/// Whether a connection to this address may be made.
using Judge = std::function<bool(const Address&)>;

/// One request after the other, and the connections that are left open between them. One thread at
/// a time. The judge outlives it.
class Transfer {
public:
    Transfer(const Judge& judge, const std::string& ca_file);

    /// As Client::send; what is wrong with the request's own parts was found before.
    base::Result<Response> run(const Request& request, const Url& url, const std::stop_token& stop);

private:
    struct Exchange;

    void prepare(Exchange& exchange, const Url& url);
    void prepare_body(const Request& request);
    int carry(const std::stop_token& stop);

    const Judge& judge_;
    const std::string& ca_file_;
    const base::Handle<void, end_connections> multi_;
    const base::Handle<void, end_request> easy_; // gone before what it is carried by
};

} // namespace hatif::web
