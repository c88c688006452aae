#pragma once

#include "base/clock.hpp"
#include "endpoint/download.hpp"
#include "endpoint/endpoint.hpp"
#include "objects/object_store.hpp"
#include "reporting/recording_rows.hpp"

#include <hatif/reporting/v1/recording_service.grpc.pb.h>

#include <functional>
#include <string>

namespace hatif::reporting {

/// hatif/reporting/v1/recording_service.proto. The rows are reporting's, the files the object
/// store's, which the dialer fills.
class RecordingService final : public v1::RecordingService::Service {
public:
    using Complaint = std::function<void(const std::string&)>;

    RecordingService(endpoint::Endpoint& endpoint,
                     pg::Pool& pool,
                     objects::ObjectStore& objects,
                     const base::Clock& clock,
                     Complaint complain)
        : endpoint_{endpoint}, pool_{pool}, objects_{objects}, clock_{clock}, complain_{std::move(
                                                                                  complain)} {}

    grpc::Status ListRecordings(grpc::ServerContext* context,
                                const v1::ListRecordingsRequest* request,
                                v1::ListRecordingsResponse* response) override;
    grpc::Status GetRecording(grpc::ServerContext* context,
                              const v1::GetRecordingRequest* request,
                              v1::Recording* response) override;
    grpc::Status StreamRecording(grpc::ServerContext* context,
                                 const v1::StreamRecordingRequest* request,
                                 endpoint::Download::Writer* writer) override;
    grpc::Status DownloadRecording(grpc::ServerContext* context,
                                   const v1::DownloadRecordingRequest* request,
                                   endpoint::Download::Writer* writer) override;
    grpc::Status DeleteRecording(grpc::ServerContext* context,
                                 const v1::DeleteRecordingRequest* request,
                                 google::protobuf::Empty* response) override;

private:
    template <class Request>
    base::Result<void> send(const grpc::ServerContext& context,
                            const Request& request,
                            bool as_attachment,
                            endpoint::Download::Writer& writer);
    void remove(const std::string& object_key);

    endpoint::Endpoint& endpoint_;
    pg::Pool& pool_;
    objects::ObjectStore& objects_;
    const base::Clock& clock_;
    const Complaint complain_;
};

} // namespace hatif::reporting
