#pragma once

#include "program_scheduler/content/service_fixture.hpp"
#include "transcode/wav_file.hpp"

#include <catch2/catch.hpp>
#include <hatif/program/v1/audio_service.grpc.pb.h>
#include <hatif/program/v1/flow_service.grpc.pb.h>

#include <memory>
#include <string>

/// Audio and flows, asked for over gRPC by signed callers, on a database of the test's own.
namespace hatif::program_scheduler::testing {

namespace v1 = program::v1;
using rpc::Role;

inline const std::string wav = transcode::testing::sine(440, 1, {.rate = 16000}).file();

struct Content : ServiceFixture {
    grpc::Status upload(const std::string& file,
                        v1::Audio& audio,
                        v1::UploadAudioRequest::Header header = {},
                        const std::string& key = {}) {
        const auto context = as(Role::manager, ours);
        if (!key.empty()) context->AddMetadata("hatif-idempotency-key", key);
        const auto writer = audios->UploadAudio(context.get(), &audio);
        if (header.file_name().empty()) header.set_file_name("hello.wav");
        v1::UploadAudioRequest part;
        *part.mutable_header() = header;
        bool open = writer->Write(part);
        for (std::size_t at = 0; open && at < file.size(); at += 10'000) {
            part.set_chunk(file.substr(at, 10'000));
            open = writer->Write(part);
        }
        writer->WritesDone();
        return writer->Finish();
    }

    v1::Audio uploaded() {
        v1::Audio audio;
        REQUIRE(reason_of(upload(wav, audio)).empty());
        return audio;
    }

    v1::Audio fetched(const std::string& id, const base::OrganizationId& by, std::string& why) {
        v1::GetAudioRequest request;
        request.set_id(id);
        v1::Audio audio;
        const auto context = as(Role::agent, by);
        why = reason_of(audios->GetAudio(context.get(), request, &audio));
        return audio;
    }

    grpc::Status create(const v1::CreateFlowRequest& request, v1::Flow& flow) {
        const auto context = as(Role::manager, ours);
        return flows->CreateFlow(context.get(), request, &flow);
    }

    v1::Flow created(const std::string& name, const std::string& graph) {
        v1::CreateFlowRequest request;
        request.set_name(name);
        request.set_graph(graph);
        v1::Flow flow;
        REQUIRE(reason_of(create(request, flow)).empty());
        return flow;
    }

    grpc::Status list(const v1::ListFlowsRequest& request, v1::ListFlowsResponse& answer) {
        const auto context = as(Role::agent, ours);
        return flows->ListFlows(context.get(), request, &answer);
    }

    std::unique_ptr<v1::AudioService::Stub> audios = v1::AudioService::NewStub(channel());
    std::unique_ptr<v1::FlowService::Stub> flows = v1::FlowService::NewStub(channel());
};

} // namespace hatif::program_scheduler::testing
