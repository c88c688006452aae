#include "reporting/recording_service.hpp"

#include "endpoint/file_download.hpp"
#include "reporting/caller_of.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

#include <string_view>

namespace hatif::reporting {

using base::Errc;
using base::fail;
using base::Result;
using grpc::ServerContext;
using grpc::Status;

namespace {

constexpr std::uint32_t usual_limit = 100;
constexpr std::uint32_t most = 500;

Result<base::Uuid> recording_id(const std::string& text) {
    return id_of(text, "recording", "RECORDING_NOT_FOUND");
}

/// The attempt or job that a Call-ID names; nothing when it is none of ours.
std::optional<base::Uuid> call_named(std::string_view call_id) {
    constexpr std::string_view host = "@hatif";
    if (call_id.ends_with(host)) call_id.remove_suffix(host.size());
    return base::Uuid::parse(call_id);
}

Result<void> check(const v1::ListRecordingsRequest& request) {
    if (!request.has_limit() || (request.limit() >= 1 && request.limit() <= most)) return {};
    return fail({Errc::invalid,
                 "limit is out of range",
                 "VALIDATION",
                 {{"limit", "must be between 1 and " + std::to_string(most)}}});
}

} // namespace

Status RecordingService::ListRecordings(ServerContext* context,
                                        const v1::ListRecordingsRequest* request,
                                        v1::ListRecordingsResponse* response) {
    return endpoint_.run(
        *context, *request, *response,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto organization = organization_of(caller);
            if (!organization) return fail(organization.error());
            if (auto right = check(*request); !right) return right;
            const auto call = call_named(request->call_id());
            if (request->has_call_id() && !call) return {};
            const auto limit = request->has_limit() ? request->limit() : usual_limit;
            const auto found =
                list_recordings(transaction, *organization, call, limit, request->offset());
            if (!found) return fail(found.error());
            for (const auto& it : *found) *response->add_data() = it;
            return {};
        });
}

Status RecordingService::GetRecording(ServerContext* context,
                                      const v1::GetRecordingRequest* request,
                                      v1::Recording* response) {
    return endpoint_.run(
        *context, *request, *response,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto organization = organization_of(caller);
            if (!organization) return fail(organization.error());
            const auto id = recording_id(request->id());
            if (!id) return fail(id.error());
            auto found = find_recording(transaction, *organization, *id);
            if (!found) return fail(found.error());
            *response = std::move(found->told);
            return {};
        });
}

template <class Request>
Result<void> RecordingService::send(const ServerContext& context,
                                    const Request& request,
                                    bool as_attachment,
                                    endpoint::Download::Writer& writer) {
    const auto caller = endpoint_.caller(context, *request.GetDescriptor());
    if (!caller) return fail(caller.error());
    const auto organization = organization_of(*caller);
    if (!organization) return fail(organization.error());
    const auto id = recording_id(request.id());
    if (!id) return fail(id.error());
    const auto found = pool_.transact([&](pg::Transaction& transaction) {
        return find_recording(transaction, *organization, *id);
    });
    if (!found) return fail(found.error());
    if (!found->object_key) {
        return fail(Errc::not_found, "the recording " + id->to_string() + " is not saved",
                    "RECORDING_NOT_FOUND");
    }
    const auto key = objects::ObjectKey::parse(*found->object_key);
    // A row promises its file: that it is gone is no fault of who asks.
    if (!key) return fail(Errc::internal, key.error().what);
    const auto object = objects_.open(*key);
    if (!object && object.error().code == Errc::unavailable) return fail(object.error());
    if (!object) return fail(Errc::internal, object.error().what);
    const endpoint::File file{
        .content_type = "audio/wav",
        .file_name = as_attachment ? id->to_string() + ".wav" : std::string{},
        .etag = found->told.hash(),
        .size = (*object)->size(),
        .skip = [&](std::uint64_t bytes) { return (*object)->skip(bytes); },
        .read = [&](std::size_t at_most) { return (*object)->read(at_most); },
    };
    return endpoint::send_file(file, rpc::metadata(context, rpc::range_key), writer);
}

Status RecordingService::StreamRecording(ServerContext* context,
                                         const v1::StreamRecordingRequest* request,
                                         endpoint::Download::Writer* writer) {
    const auto sent = send(*context, *request, false, *writer);
    return sent ? Status::OK : rpc::to_status(sent.error());
}

Status RecordingService::DownloadRecording(ServerContext* context,
                                           const v1::DownloadRecordingRequest* request,
                                           endpoint::Download::Writer* writer) {
    const auto sent = send(*context, *request, true, *writer);
    return sent ? Status::OK : rpc::to_status(sent.error());
}

Status RecordingService::DeleteRecording(ServerContext* context,
                                         const v1::DeleteRecordingRequest* request,
                                         google::protobuf::Empty* response) {
    std::optional<std::string> object_key;
    const auto status =
        endpoint_.run(*context, *request, *response,
                      [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
                          const auto organization = organization_of(caller);
                          if (!organization) return fail(organization.error());
                          const auto id = recording_id(request->id());
                          if (!id) return fail(id.error());
                          auto key =
                              delete_recording(transaction, *organization, *id, clock_.now());
                          if (!key) return fail(key.error());
                          object_key = *std::move(key);
                          return {};
                      });
    // Only now: a row that is there has its file. What stays behind the sweeper removes.
    if (status.ok() && object_key) remove(*object_key);
    return status;
}

void RecordingService::remove(const std::string& object_key) {
    const auto key = objects::ObjectKey::parse(object_key);
    if (!key) return complain_("a recording's object has no name: " + key.error().what);
    if (const auto gone = objects_.remove(*key); !gone) {
        complain_("a deleted recording is still in the store: " + gone.error().what);
    }
}

} // namespace hatif::reporting
