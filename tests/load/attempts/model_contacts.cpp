#include "model_contacts.hpp"

#include "base/uuid.hpp"

#include <array>
#include <cstdio>

namespace hatif::load {

namespace {

base::Uuid id_of(std::int64_t i) {
    base::Uuid::Bytes bytes{};
    for (std::size_t at = 0; at < 8; ++at) {
        bytes[15 - at] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(i) >> (8 * at));
    }
    return base::Uuid{bytes};
}

std::int64_t number_of(const std::string& id) {
    const auto bytes = base::Uuid::parse(id).value_or(base::Uuid{}).bytes();
    std::int64_t number = 0;
    for (std::size_t at = 8; at < 16; ++at) number = number * 256 + bytes[at];
    return number;
}

} // namespace

grpc::Status ModelContacts::Members(grpc::ServerContext*,
                                    const contact::v1::MembersRequest* request,
                                    grpc::ServerWriter<contact::v1::MembersResponse>* stream) {
    contact::v1::MembersResponse response;
    const auto after = request->after().empty() ? 0 : number_of(request->after());
    for (auto i = after + 1; i <= count_ && i <= after + request->limit(); ++i) {
        const auto bytes = id_of(i).bytes();
        response.mutable_contact_ids()->append(bytes.begin(), bytes.end());
    }
    stream->Write(response);
    return grpc::Status::OK;
}

grpc::Status ModelContacts::Snapshot(grpc::ServerContext*,
                                     const contact::v1::SnapshotRequest* request,
                                     contact::v1::SnapshotResponse* response) {
    for (const auto& id : request->contact_ids()) {
        auto& callee = *response->add_callees();
        callee.set_contact_id(id);
        std::array<char, 20> phone{};
        std::snprintf(phone.data(), phone.size(), "+2126%010lld",
                      static_cast<long long>(number_of(id)));
        callee.set_phone(phone.data());
        callee.set_zones("Africa/Casablanca");
        auto& fields = *callee.mutable_fields();
        fields["firstName"] = "Salma";
        fields["primaryPhone"] = phone.data();
        callee.set_custom_attributes(R"({"plan":"gold","balance":12.5})");
    }
    return grpc::Status::OK;
}

} // namespace hatif::load
