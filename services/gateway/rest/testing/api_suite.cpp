#include "gateway/rest/testing/api_suite.hpp"

#include "gateway/contracts.hpp"
#include "gateway/identity/access/access_token.hpp"
#include "gateway/identity/access/credential.hpp"
#include "gateway/identity/keys/api_key.hpp"
#include "gateway/rest/download.hpp"
#include "observability/log.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

#include <grpcpp/server_builder.h>

#include <future>

namespace hatif::gateway::testing {

namespace {

constexpr const char* signing =
    "k:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
constexpr auto patience = std::chrono::milliseconds{200};

rpc::Caller caller_of(const grpc::ServerContext& context) {
    return *rpc::CallerKeys::read(signing)->verify(rpc::metadata(context, rpc::caller_key),
                                                   base::SystemClock{}.now());
}

class Captured final : public http::Waiting {
public:
    void answer_later(std::optional<http::Response> response) override {
        answered.set_value(response.value_or(http::Response{500, {}, "forgotten"}));
    }
    std::promise<http::Response> answered;
};

} // namespace

grpc::Status Contacts::GetContact(grpc::ServerContext* context,
                                  const contact::v1::GetContactRequest* request,
                                  contact::v1::Contact* contact) {
    caller = caller_of(*context);
    if (request->id() == flooded_id) {
        std::string text;
        for (int i = 0; i < 9'000; ++i) text += "ز";
        return rpc::to_status({base::Errc::invalid, text, "VALIDATION", {{text, text}}});
    }
    if (request->id() != contact_id) {
        return rpc::to_status({base::Errc::not_found, "there is none", "CONTACT_NOT_FOUND"});
    }
    contact->set_id(contact_id);
    contact->set_first_name("Amina");
    return grpc::Status::OK;
}

grpc::Status Contacts::DeleteContact(grpc::ServerContext*,
                                     const contact::v1::DeleteContactRequest*,
                                     google::protobuf::Empty*) {
    return {grpc::StatusCode::INTERNAL, "relation does not exist"};
}

grpc::Status Contacts::ListContacts(grpc::ServerContext*,
                                    const contact::v1::ListContactsRequest*,
                                    contact::v1::ListContactsResponse*) {
    return {grpc::StatusCode::RESOURCE_EXHAUSTED, "received message larger than max"};
}

grpc::Status Contacts::ExportContacts(grpc::ServerContext* context,
                                      const contact::v1::ExportContactsRequest* request,
                                      grpc::ServerWriter<type::v1::Download>* writer) {
    if (request->search() == "silence") {
        while (!context->IsCancelled()) std::this_thread::yield();
        return grpc::Status::CANCELLED;
    }
    range = rpc::metadata(*context, rpc::range_key);
    type::v1::Download header;
    header.mutable_header()->set_content_type("text/csv");
    header.mutable_header()->set_etag(request->search());
    writer->Write(header);
    return grpc::Status::OK;
}

grpc::Status
Auth::Login(grpc::ServerContext* context, const v1::LoginRequest* request, v1::Tokens* answer) {
    caller = caller_of(*context);
    idempotency_key = rpc::metadata(*context, rpc::idempotency_key);
    if (request->password() == "guess") {
        return rpc::to_status({base::Errc::unavailable, "too many tries", "RATE_LIMIT"});
    }
    if (request->password() == "wrong") {
        return rpc::to_status({base::Errc::unauthenticated, "wrong password", "UNAUTHORIZED"});
    }
    answer->set_access_token("a");
    answer->set_refresh_token("r");
    return grpc::Status::OK;
}

grpc::Status
Auth::Refresh(grpc::ServerContext*, const v1::RefreshRequest* request, v1::Tokens* answer) {
    answer->set_access_token("after " + request->refresh_token());
    return grpc::Status::OK;
}

grpc::Status
Auth::LogoutAll(grpc::ServerContext*, const v1::LogoutAllRequest*, google::protobuf::Empty*) {
    return rpc::to_status({base::Errc::unauthenticated, "the signature is wrong", "UNAUTHORIZED"});
}

ApiSuite::ApiSuite(grpc::Service* programs, std::chrono::milliseconds first_event)
    : agent{new_secret(organization_prefix)}, admin{new_secret(organization_prefix)},
      platform{new_secret(platform_prefix)}, admission_{TokenKeys::read(signing).value(), cache_,
                                                        limiter_, clock, 0} {
    observability::start_log("gateway", "error");
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&contacts);
    builder.RegisterService(&auth);
    if (programs != nullptr) builder.RegisterService(programs);
    server_ = builder.BuildAndStart();
    const auto here = "127.0.0.1:" + std::to_string(port);
    upstreams_.emplace(std::map<std::string, std::string>{
        {"hatif.contact.v1", here},
        {"hatif.gateway.v1", here},
        {"hatif.program.v1", programs != nullptr ? here : "127.0.0.1:1"}});
    events.emplace(*upstreams_, admission_,
                   EventStreams::Limits{first_event, std::chrono::milliseconds{100},
                                        std::chrono::milliseconds{10}, 3, 2});
    const StreamHandler upload = [](const std::shared_ptr<Exchange>& exchange, const Found&,
                                    const http::Request&, const Onward&) {
        exchange->answer({201, {}, "taken"});
    };
    const auto docs = [] { return http::Response{200, {}, "docs"}; };
    api.emplace(Router{all_bindings()}, admission_, *rpc::CallerKeys::read(signing), *upstreams_,
                StreamHandlers{upload, downloads(*upstreams_, patience), events->handler()},
                Pages{{"/docs", docs}}, metrics);
}

http::Response ApiSuite::ask(http::Request request) {
    const auto captured = std::make_shared<Captured>();
    api->handle(std::move(request), *gate_->admit(captured));
    return captured->answered.get_future().get();
}

http::Response
ApiSuite::ask(const std::string& verb, const std::string& path, const std::string& key) {
    http::Headers headers{{"X-Request-Id", "r-1"}};
    if (!key.empty()) headers.add("x-api-key", key);
    const auto question = path.find('?');
    const auto query = question == std::string::npos ? "" : path.substr(question + 1);
    return ask({verb, path.substr(0, question), query, headers, ""});
}

HolderCache::Answer ApiSuite::holder_of(const std::string& handle) {
    for (const auto& [key, role] : keys_) {
        const bool is_it = handle == Credential{Credential::Kind::api_key, hash_of(key)}.handle();
        if (!is_it && Credential::of(handle).what != session.to_string()) continue;
        Holder holder;
        holder.counted_as = base::Uuid::derived({}, static_cast<unsigned>(role));
        holder.principal = (is_it ? "key:" : "user:") + holder.counted_as.to_string();
        holder.role = role;
        holder.settings = {"MA", "Africa/Casablanca", 0, 0, "MAD"};
        holder.rates = {5, 2};
        if (role != rpc::Role::platform) holder.organization.emplace(base::Uuid{});
        if (!is_it) holder.session = session;
        if (is_revoked) holder.revoked_at = clock.now();
        if (downgraded.load() != rpc::Role::none) holder.role = downgraded;
        return holder;
    }
    return std::nullopt;
}

base::Result<std::vector<Reserved>> ApiSuite::reserve_here(const std::vector<Ask>& asks) {
    std::vector<Reserved> answers;
    for (const auto& ask : asks) {
        auto& bucket =
            buckets_.try_emplace(ask.subject, Bucket{ask.burst, clock.now()}).first->second;
        answers.push_back(
            reserve(bucket, static_cast<std::uint32_t>(ask.per_second), ask.chunk, clock.now()));
    }
    return answers;
}

std::string ApiSuite::access_token() const {
    const auto now = clock.now();
    return sign({session, base::Uuid{}, now, now + access_lifetime},
                TokenKeys::read(signing).value());
}

bool has(const http::Response& response, const char* text) {
    return response.body.find(text) != std::string::npos;
}

} // namespace hatif::gateway::testing
