#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "objects/object_store.hpp"
#include "program_scheduler/content/dictionary.hpp"
#include "program_scheduler/content/recorder.hpp"

#include <hatif/program/v1/dictionary_service.grpc.pb.h>

namespace hatif::program_scheduler {

/// What the dictionary service works with; all of it outlives the service.
struct DictionaryParts {
    endpoint::Endpoint& endpoint;
    pg::Pool& pool;
    objects::ObjectStore& objects;
    const Recorder& recorder;
    const base::Clock& clock;
};

class DictionaryService final : public program::v1::DictionaryService::Service {
public:
    explicit DictionaryService(const DictionaryParts& parts) : parts_{parts} {}

    using Uploads = grpc::ServerReader<program::v1::PutDictionaryEntryRequest>;
    using Downloads = grpc::ServerWriter<type::v1::Download>;

    grpc::Status ListDictionaries(grpc::ServerContext* context,
                                  const program::v1::ListDictionariesRequest* request,
                                  program::v1::ListDictionariesResponse* answer) override;
    grpc::Status CreateDictionary(grpc::ServerContext* context,
                                  const program::v1::CreateDictionaryRequest* request,
                                  program::v1::Dictionary* answer) override;
    grpc::Status GetDictionary(grpc::ServerContext* context,
                               const program::v1::ReadDictionaryRequest* request,
                               program::v1::Dictionary* answer) override;
    grpc::Status DeleteDictionary(grpc::ServerContext* context,
                                  const program::v1::DeleteDictionaryRequest* request,
                                  google::protobuf::Empty* answer) override;
    grpc::Status ListDictionaryEntries(grpc::ServerContext* context,
                                       const program::v1::ListDictionaryEntriesRequest* request,
                                       program::v1::ListDictionaryEntriesResponse* answer) override;
    grpc::Status PutDictionaryEntry(grpc::ServerContext* context,
                                    Uploads* reader,
                                    program::v1::DictionaryEntry* answer) override;
    grpc::Status GetDictionaryEntry(grpc::ServerContext* context,
                                    const program::v1::GetDictionaryEntryRequest* request,
                                    program::v1::DictionaryEntry* answer) override;
    grpc::Status DownloadDictionaryEntry(grpc::ServerContext* context,
                                         const program::v1::DownloadDictionaryEntryRequest* request,
                                         Downloads* writer) override;
    grpc::Status DeleteDictionaryEntry(grpc::ServerContext* context,
                                       const program::v1::DeleteDictionaryEntryRequest* request,
                                       google::protobuf::Empty* answer) override;

private:
    base::Result<void> upload(const grpc::ServerContext& context,
                              Uploads& reader,
                              program::v1::DictionaryEntry& answer) const;
    base::Result<void> keep(pg::Transaction& transaction,
                            const DictionaryEntry& entry,
                            program::v1::DictionaryEntry& answer) const;

    DictionaryParts parts_;
};

} // namespace hatif::program_scheduler
