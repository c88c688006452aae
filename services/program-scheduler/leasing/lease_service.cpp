#include "program_scheduler/leasing/lease_service.hpp"

#include "program_scheduler/content/dictionary_content.hpp"
#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/content/speaker_wire.hpp"
#include "program_scheduler/leasing/changes.hpp"
#include "program_scheduler/leasing/trunk_reports.hpp"
#include "program_scheduler/leasing/work_stream.hpp"
#include "rpc/status.hpp"

namespace hatif::program_scheduler {

namespace v1 = program::v1;
using grpc::Status;

namespace {

/// Checks who calls, does the work, and hands its answer over.
template <class Request, class Answer, class Work>
Status answer(endpoint::Endpoint& endpoint,
              const grpc::ServerContext& context,
              const Request& request,
              Answer& out,
              const Work& work) {
    const auto caller = endpoint.caller(context, *request.GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    auto done = work();
    if (!done) return rpc::to_status(done.error());
    if constexpr (!std::is_same_v<Answer, google::protobuf::Empty>) out = *std::move(done);
    return Status::OK;
}

} // namespace

Status LeaseService::Work(grpc::ServerContext* context,
                          grpc::ServerReaderWriter<v1::WorkResponse, v1::WorkRequest>* stream) {
    const auto caller = endpoint_.caller(*context, *v1::WorkRequest::descriptor());
    if (!caller) return rpc::to_status(caller.error());
    WorkStream work{*stream, desk_, claimer_, stopping_};
    const auto served = work.serve(*context);
    return served ? Status::OK : rpc::to_status(served.error());
}

Status LeaseService::Start(grpc::ServerContext* context,
                           const v1::StartRequest* request,
                           v1::StartResponse* out) {
    return answer(endpoint_, *context, *request, *out, [&] { return starts_.start(*request); });
}

Status LeaseService::NotDialled(grpc::ServerContext* context,
                                const v1::NotDialledRequest* request,
                                google::protobuf::Empty* out) {
    return answer(endpoint_, *context, *request, *out,
                  [&] { return not_dialled(desk_, *request); });
}

Status LeaseService::AdmitInbound(grpc::ServerContext* context,
                                  const v1::AdmitInboundRequest* request,
                                  v1::AdmitInboundResponse* out) {
    return answer(endpoint_, *context, *request, *out, [&] { return inbound_.admit(*request); });
}

Status LeaseService::ReportTrunks(grpc::ServerContext* context,
                                  const v1::ReportTrunksRequest* request,
                                  google::protobuf::Empty* out) {
    return answer(endpoint_, *context, *request, *out, [&] {
        return desk_.pool.transact(
            [&](pg::Transaction& transaction) { return report_trunks(transaction, *request); });
    });
}

Status LeaseService::Renew(grpc::ServerContext* context,
                           const v1::RenewRequest* request,
                           v1::RenewResponse* out) {
    return answer(endpoint_, *context, *request, *out, [&] { return renew(desk_, *request); });
}

Status LeaseService::GetFlowVersion(grpc::ServerContext* context,
                                    const v1::GetFlowVersionRequest* request,
                                    v1::FlowVersion* out) {
    return endpoint_.run(*context, *request, *out,
                         [&](const rpc::Caller&, pg::Transaction& transaction) {
                             return answer_flow_version(transaction, *request, *out);
                         });
}

Status LeaseService::GetDictionary(grpc::ServerContext* context,
                                   const v1::GetDictionaryRequest* request,
                                   v1::DictionaryContent* out) {
    return endpoint_.run(*context, *request, *out,
                         [&](const rpc::Caller&, pg::Transaction& transaction) {
                             return answer_dictionary(transaction, request->dictionary_id(), *out);
                         });
}

Status LeaseService::Speak(grpc::ServerContext* context,
                           const v1::SpeakRequest* request,
                           v1::SpeakResponse* out) {
    return answer(endpoint_, *context, *request, *out,
                  [&] { return answer_speak(speaker_, *request); });
}

Status LeaseService::GetContent(grpc::ServerContext* context,
                                const v1::GetContentRequest* request,
                                grpc::ServerWriter<v1::GetContentResponse>* stream) {
    const auto caller = endpoint_.caller(*context, *v1::GetContentRequest::descriptor());
    if (!caller) return rpc::to_status(caller.error());
    const auto sent = send_content(objects_, request->hash(), [&](std::string piece) {
        v1::GetContentResponse response;
        response.set_chunk(std::move(piece));
        return stream->Write(response);
    });
    return sent ? Status::OK : rpc::to_status(sent.error());
}

} // namespace hatif::program_scheduler
