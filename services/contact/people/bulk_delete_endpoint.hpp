#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "pg/pool.hpp"

#include <hatif/contact/v1/contact_service.pb.h>

namespace hatif::contact {

/// BulkDeleteContacts. What a filter finds is deleted in transactions of 1,000, so that nobody else
/// of the organization waits for long; ids and phones in one.
class BulkDeleteEndpoint {
public:
    BulkDeleteEndpoint(endpoint::Endpoint& endpoint, pg::Pool& pool, const base::Clock& clock)
        : endpoint_{endpoint}, pool_{pool}, clock_{clock} {}

    grpc::Status run(grpc::ServerContext& context,
                     const v1::BulkDeleteContactsRequest& request,
                     v1::BulkDeleteContactsResponse& response) const;

private:
    endpoint::Endpoint& endpoint_;
    pg::Pool& pool_;
    const base::Clock& clock_;
};

} // namespace hatif::contact
