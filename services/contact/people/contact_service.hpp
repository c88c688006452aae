#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "pg/pool.hpp"

#include <hatif/contact/v1/contact_service.grpc.pb.h>

namespace hatif::contact {

/// hatif/contact/v1/contact_service.proto.
class ContactService final : public v1::ContactService::Service {
public:
    ContactService(endpoint::Endpoint& endpoint, pg::Pool& pool, const base::Clock& clock)
        : endpoint_{endpoint}, pool_{pool}, clock_{clock} {}

    grpc::Status ListContacts(grpc::ServerContext* context,
                              const v1::ListContactsRequest* request,
                              v1::ListContactsResponse* response) override;
    grpc::Status CreateContact(grpc::ServerContext* context,
                               const v1::CreateContactRequest* request,
                               v1::Contact* response) override;
    grpc::Status UpsertContacts(grpc::ServerContext* context,
                                const v1::UpsertContactsRequest* request,
                                v1::UpsertContactsResponse* response) override;
    grpc::Status ExportContacts(grpc::ServerContext* context,
                                const v1::ExportContactsRequest* request,
                                grpc::ServerWriter<type::v1::Download>* writer) override;
    grpc::Status BulkDeleteContacts(grpc::ServerContext* context,
                                    const v1::BulkDeleteContactsRequest* request,
                                    v1::BulkDeleteContactsResponse* response) override;
    grpc::Status GetContact(grpc::ServerContext* context,
                            const v1::GetContactRequest* request,
                            v1::Contact* response) override;
    grpc::Status UpdateContact(grpc::ServerContext* context,
                               const v1::UpdateContactRequest* request,
                               v1::Contact* response) override;
    grpc::Status DeleteContact(grpc::ServerContext* context,
                               const v1::DeleteContactRequest* request,
                               google::protobuf::Empty* response) override;

private:
    endpoint::Endpoint& endpoint_;
    pg::Pool& pool_;
    const base::Clock& clock_;
};

} // namespace hatif::contact
