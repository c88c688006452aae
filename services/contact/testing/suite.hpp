#pragma once

#include "base/ids.hpp"
#include "pg/pool.hpp"
#include "rpc/caller.hpp"

#include <hatif/contact/v1/audience_service.grpc.pb.h>
#include <hatif/contact/v1/contact_service.grpc.pb.h>
#include <hatif/contact/v1/custom_attribute_service.grpc.pb.h>
#include <hatif/contact/v1/do_not_call_service.grpc.pb.h>
#include <hatif/contact/v1/membership_service.grpc.pb.h>

#include <grpcpp/client_context.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

/// The whole contact service in one process, with a PostgreSQL of its own: what main wires, without
/// Kafka. One for all tests of the binary; each test works in an organization of its own.
namespace hatif::contact::testing {

class Suite {
public:
    static Suite& shared();
    Suite();
    ~Suite();

    std::shared_ptr<grpc::Channel> channel() const;
    /// A caller, signed as the gateway does it.
    std::string sign(const rpc::Caller& caller) const;
    /// The first column of the first row; for what no rpc shows.
    std::string ask(const std::string& sql) const;
    /// For what no rpc does: the consumers' handlers.
    pg::Pool& pool() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// What was refused: the machine's name, and the paths of the wrong members.
struct Refusal {
    std::string reason; ///< empty: it was done
    std::vector<std::string> paths;

    bool operator==(const Refusal&) const = default;
    friend std::ostream& operator<<(std::ostream& out, const Refusal& it);
};

/// One organization's client. Each call answers; `refused` tells whether the last one was.
class Client {
public:
    explicit Client(std::string country = "MA", rpc::Role role = rpc::Role::manager);

    std::string organization() const { return organization_.value().to_string(); }
    /// The same organization in the hands of a service, or of another role.
    Client as_service() const;
    Client as(rpc::Role role) const;
    void next_idempotency_key(std::string key) { idempotency_key_ = std::move(key); }

    v1::Contact create(const std::string& json);
    v1::UpsertContactsResponse upsert(const std::string& data, const std::string& audience = {});
    v1::Contact update(const std::string& id, const std::string& json);
    v1::BulkDeleteContactsResponse bulk_delete(const v1::BulkDeleteContactsRequest& request);
    /// The file, whole; its header in `header`.
    std::string export_contacts(const v1::ExportContactsRequest& request,
                                type::v1::Download::Header* header = nullptr);
    /// Each piece of it as it comes.
    void export_contacts(const v1::ExportContactsRequest& request,
                         const std::function<void(const std::string&)>& take,
                         type::v1::Download::Header* header = nullptr);
    v1::Contact get(const std::string& id);
    void remove(const std::string& id);
    v1::ListContactsResponse list(const v1::ListContactsRequest& request = {});

    v1::CustomAttribute create_attribute(const std::string& display_name,
                                         v1::AttributeType type,
                                         const std::string& description = {});
    v1::CustomAttribute get_attribute(const std::string& id);
    v1::CustomAttribute update_attribute(const v1::UpdateCustomAttributeRequest& request);
    void delete_attribute(const std::string& id);
    v1::ListCustomAttributesResponse
    list_attributes(const v1::ListCustomAttributesRequest& request = {});
    /// As a service.
    std::vector<std::string> attribute_names();

    v1::Audience create_audience(const std::string& name);
    v1::Audience get_audience(const std::string& id);
    v1::Audience update_audience(const v1::UpdateAudienceRequest& request);
    void delete_audience(const std::string& id);
    v1::ListAudiencesResponse list_audiences(const v1::ListAudiencesRequest& request = {});
    v1::ListAudiencesResponse list_audiences_of(const std::string& contact);
    v1::ListAudienceContactsResponse list_members(const v1::ListAudienceContactsRequest& request);
    v1::AddContactsResponse add(const std::string& audience, const std::vector<std::string>& ids);
    v1::RemoveContactsResponse remove(const std::string& audience,
                                      const std::vector<std::string>& ids);

    v1::ReplaceContactsResponse replace(const v1::ReplaceContactsRequest& request);
    v1::ReplaceContactsResponse replace(const std::string& audience,
                                        const std::vector<std::string>& ids);

    v1::AddDoNotCallResponse list_number(const std::string& number);
    v1::AddDoNotCallResponse add_do_not_call(const v1::AddDoNotCallRequest& request);
    v1::ListDoNotCallResponse list_do_not_call(const v1::ListDoNotCallRequest& request = {});
    void remove_do_not_call(const std::vector<std::string>& numbers);
    void delete_do_not_call(const std::string& id);

    v1::AudienceVersion describe(const std::string& audience);
    /// The ids of a version, after a place.
    std::vector<std::string> members(const std::string& audience,
                                     std::int64_t version,
                                     const std::string& after = {},
                                     std::uint32_t limit = 0);
    /// The same with their zones, by id.
    std::map<std::string, std::string> members_with_zones(const std::string& audience,
                                                          std::int64_t version,
                                                          const std::string& after = {},
                                                          std::uint32_t limit = 0);
    std::vector<v1::DueMember> due_members(const v1::DueMembersRequest& request);
    v1::Census
    census(const std::string& audience, std::int64_t version, bool include_unreachable = false);
    std::vector<v1::Callee> snapshot(const std::string& audience,
                                     const std::vector<std::string>& ids,
                                     bool include_unreachable = false);

    /// Who calls from this number: one, or nobody.
    std::vector<v1::Callee> caller(const std::string& phone);

    const Refusal& refused() const { return refused_; }

private:
    template <class Stub, class Request, class Response>
    Response call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  Stub& stub,
                  const Request& request);
    void prepare(grpc::ClientContext& context);
    void note(const grpc::Status& status);

    base::OrganizationId organization_;
    rpc::Caller caller_;
    std::string idempotency_key_;
    Refusal refused_;
    std::shared_ptr<v1::ContactService::Stub> contacts_;
    std::shared_ptr<v1::CustomAttributeService::Stub> attributes_;
    std::shared_ptr<v1::AudienceService::Stub> audiences_;
    std::shared_ptr<v1::MembershipService::Stub> memberships_;
    std::shared_ptr<v1::DoNotCallService::Stub> do_not_call_;
};

template <class Stub, class Request, class Response>
Response Client::call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      Stub& stub,
                      const Request& request) {
    grpc::ClientContext context;
    prepare(context);
    Response response;
    note((stub.*method)(&context, request, &response));
    return response;
}

} // namespace hatif::contact::testing
