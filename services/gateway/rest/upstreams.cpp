#include "gateway/rest/upstreams.hpp"

#include "observability/log.hpp"
#include "rpc/client.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>

namespace hatif::gateway {

namespace {

using Stub = grpc::TemplatedGenericStub<pb::MessageLite, pb::MessageLite>;

constexpr auto deadline = std::chrono::seconds{30};

std::unique_ptr<pb::Message> new_answer_of(const pb::MethodDescriptor& rpc) {
    return std::unique_ptr<pb::Message>{
        pb::MessageFactory::generated_factory()->GetPrototype(rpc.output_type())->New()};
}

/// What must live as long as the call.
struct Call {
    // First, so that it goes last: the context holds the channel, which must not end on gRPC's own
    // thread after Upstreams is gone.
    std::shared_ptr<void> running;
    grpc::ClientContext context;
    std::unique_ptr<pb::Message> request;
    std::unique_ptr<pb::Message> answer;
};

/// gRPC ends the process over a value that may not travel: such a one is left out.
void put(grpc::ClientContext& context, const char* key, const std::string& value) {
    if (!value.empty() && is_printable(value)) context.AddMetadata(key, value);
}

} // namespace

bool is_printable(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7f; });
}

void Onward::put_onto(grpc::ClientContext& context, std::chrono::milliseconds patience) const {
    put(context, rpc::caller_key, caller);
    put(context, rpc::idempotency_key, idempotency_key);
    put(context, rpc::range_key, range);
    context.set_deadline(std::chrono::system_clock::now() + patience);
}

Upstreams::Upstreams(const std::map<std::string, std::string>& addresses) {
    for (const auto& [package, address] : addresses) {
        channels_.emplace(package, rpc::channel(address));
    }
}

Upstreams::~Upstreams() {
    std::unique_lock lock{mutex_};
    quiet_.wait(lock, [&] { return running_ == 0; });
}

std::shared_ptr<grpc::Channel> Upstreams::channel_of(const pb::MethodDescriptor& rpc) const {
    return channels_.at(rpc.file()->package());
}

void Upstreams::call(const Binding& binding,
                     const Onward& onward,
                     std::unique_ptr<pb::Message> request,
                     Callback callback) {
    auto call = std::make_shared<Call>();
    onward.put_onto(call->context, deadline);
    call->request = std::move(request);
    call->answer = new_answer_of(*binding.rpc);
    call->running = begin();
    Stub stub{channel_of(*binding.rpc)};
    stub.UnaryCall(&call->context, full_method(*binding.rpc), {}, call->request.get(),
                   call->answer.get(),
                   [call, &binding, callback = std::move(callback)](const grpc::Status& done) {
                       if (done.ok()) return callback(std::move(call->answer));
                       callback(base::fail(error_of_upstream(rpc::from_status(done), binding)));
                   });
}

std::shared_ptr<void> Upstreams::begin() {
    const std::lock_guard lock{mutex_};
    ++running_;
    return {this, [](Upstreams* self) {
                const std::lock_guard ended{self->mutex_};
                --self->running_;
                self->quiet_.notify_all();
            }};
}

base::Error error_of_upstream(base::Error error, const Binding& binding) {
    // Our own signature was refused: no fault of the client's. What is open judges passwords and
    // tokens of its own, and its word is the client's.
    if (error.code == base::Errc::unauthenticated && !binding.open) {
        error = {base::Errc::internal, error.what};
    }
    const bool is_ours = error.code == base::Errc::internal ||
                         error.code == base::Errc::unavailable ||
                         error.code == base::Errc::timed_out;
    if (is_ours && error.reason != "RATE_LIMIT") {
        observability::log_error("upstream failed",
                                 {{"method", full_method(*binding.rpc)}, {"why", error.what}});
    }
    return error;
}

} // namespace hatif::gateway
