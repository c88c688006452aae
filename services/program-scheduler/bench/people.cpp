#include "program_scheduler/bench/people.hpp"

#include "program_scheduler/bench/database.hpp"

#include <grpcpp/server_builder.h>

#include <algorithm>

namespace hatif::program_scheduler::bench {

namespace {

std::size_t place_of(const base::Uuid& id) {
    std::size_t place = 0;
    for (std::size_t i = 12; i < 16; ++i) place = place * 256 + id.bytes()[i];
    return place;
}

} // namespace

base::ContactId People::id(std::size_t place) {
    base::Uuid::Bytes bytes{};
    bytes[0] = 1;
    for (std::size_t i = 16; i-- > 12; place /= 256) {
        bytes[i] = static_cast<std::uint8_t>(place % 256);
    }
    return base::ContactId{base::Uuid{bytes}};
}

std::size_t People::place_of(const base::ContactId& id) {
    return bench::place_of(id.value());
}

grpc::Status People::Members(grpc::ServerContext*,
                             const contact::v1::MembersRequest* request,
                             grpc::ServerWriter<contact::v1::MembersResponse>* stream) {
    if (away) return {grpc::StatusCode::UNAVAILABLE, "away"};
    const auto [from, until] = audiences.at(request->audience_id());
    const auto after = base::Uuid::parse(request->after());
    auto at = after ? bench::place_of(*after) + 1 : from;
    const auto limit = request->limit() == 0 ? all.size() : request->limit();
    contact::v1::MembersResponse response;
    std::map<std::string, std::uint32_t> sets;
    for (const auto end = std::min(until, at + limit); at < end; ++at) {
        const auto bytes = id(at).value().bytes();
        response.mutable_contact_ids()->append(bytes.begin(), bytes.end());
        if (!request->with_zones()) continue;
        const auto& zones = all[at].zones;
        const auto [set, is_new] =
            sets.try_emplace(zones, static_cast<std::uint32_t>(response.zone_sets_size()));
        if (is_new) response.add_zone_sets(zones);
        response.add_zones(set->second);
    }
    stream->Write(response);
    return grpc::Status::OK;
}

grpc::Status People::Snapshot(grpc::ServerContext*,
                              const contact::v1::SnapshotRequest* request,
                              contact::v1::SnapshotResponse* response) {
    if (away) return {grpc::StatusCode::UNAVAILABLE, "away"};
    for (const auto& contact_id : request->contact_ids()) {
        const Person& it = all.at(bench::place_of(*base::Uuid::parse(contact_id)));
        auto& callee = *response->add_callees();
        callee.set_contact_id(contact_id);
        callee.set_zones(it.zones);
        if (it.refusal != contact::v1::REFUSAL_UNSPECIFIED) {
            callee.set_refusal(it.refusal);
        } else {
            callee.set_phone(it.phone);
        }
    }
    return grpc::Status::OK;
}

PeopleServer::PeopleServer()
    : identity{"program-scheduler",
               must(rpc::CallerKeys::read("k:000102030405060708090a0b0c0d0e0f"))} {
    grpc::ServerBuilder builder;
    builder.RegisterService(&people);
    server_ = builder.BuildAndStart();
    stub = contact::v1::MembershipService::NewStub(server_->InProcessChannel({}));
}

PeopleServer::~PeopleServer() {
    server_->Shutdown();
}

} // namespace hatif::program_scheduler::bench
