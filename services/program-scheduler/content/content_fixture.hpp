#pragma once

#include "program_scheduler/content/service_fixture.hpp"
#include "transcode/wav_file.hpp"

#include <catch2/catch.hpp>
#include <hatif/program/v1/audio_service.grpc.pb.h>
#include <hatif/program/v1/dictionary_service.grpc.pb.h>
#include <hatif/program/v1/flow_service.grpc.pb.h>

#include <memory>
#include <string>

/// Audio, dictionaries and flows, asked for over gRPC by signed callers, on a database of the
/// test's own.
namespace hatif::program_scheduler::testing {

namespace v1 = program::v1;
using rpc::Role;

inline const std::string wav = transcode::testing::sine(440, 1, {.rate = 16000}).file();

/// A graph that plays this and hangs up.
std::string graph_playing(const std::string& audio);
/// A graph that plays one item, as its JSON.
std::string graph_saying(const std::string& item);

/// A download, put together.
struct Downloaded {
    type::v1::Download::Header header{};
    std::string bytes{};
    std::string reason{}; ///< of what went wrong
};

struct Content : ServiceFixture {
    grpc::Status upload(const std::string& file,
                        v1::Audio& audio,
                        v1::UploadAudioRequest::Header header = {},
                        const std::string& key = {});
    v1::Audio uploaded(const v1::UploadAudioRequest::Header& header = {},
                       const std::string& file = wav);
    v1::Audio fetched(const std::string& id, const base::OrganizationId& by, std::string& why);
    std::string deleted_audio(const std::string& id);

    grpc::Status create(const v1::CreateFlowRequest& request, v1::Flow& flow);
    v1::Flow created(const std::string& name, const std::string& graph);
    grpc::Status list(const v1::ListFlowsRequest& request, v1::ListFlowsResponse& answer);
    v1::Flow updated(const v1::UpdateFlowRequest& request);
    std::string deleted_flow(const std::string& id);

    v1::Dictionary dictionary(const std::string& name, const std::string& language);
    v1::Dictionary fetched_dictionary(const std::string& id);
    std::string deleted_dictionary(const std::string& id);
    grpc::Status put_entry(const std::string& dictionary,
                           const std::string& key,
                           const std::string& file,
                           v1::DictionaryEntry& entry,
                           const std::string& once = {});
    v1::DictionaryEntry put(const std::string& dictionary, const std::string& key);

    Downloaded download(const std::string& audio, const std::string& range = {});
    Downloaded play(const std::string& token);

    template <class Reader>
    static Downloaded collected(Reader& reader) {
        Downloaded all;
        type::v1::Download message;
        while (reader.Read(&message)) {
            if (message.has_header()) all.header = message.header();
            all.bytes += message.chunk();
        }
        all.reason = reason_of(reader.Finish());
        return all;
    }

    std::unique_ptr<v1::AudioService::Stub> audios = v1::AudioService::NewStub(channel());
    std::unique_ptr<v1::DictionaryService::Stub> dictionaries =
        v1::DictionaryService::NewStub(channel());
    std::unique_ptr<v1::FlowService::Stub> flows = v1::FlowService::NewStub(channel());
};

} // namespace hatif::program_scheduler::testing
