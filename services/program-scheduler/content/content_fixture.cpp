#include "program_scheduler/content/content_fixture.hpp"

namespace hatif::program_scheduler::testing {

namespace {

/// The header, then the file in pieces.
template <class Writer, class Part>
grpc::Status send(Writer& writer, Part part, const std::string& file) {
    bool open = writer.Write(part);
    for (std::size_t at = 0; open && at < file.size(); at += 10'000) {
        part.set_chunk(file.substr(at, 10'000));
        open = writer.Write(part);
    }
    writer.WritesDone();
    return writer.Finish();
}

} // namespace

std::string graph_saying(const std::string& item) {
    return R"({"startNodeId":"d","nodes":[
      {"id":"d","type":"dial","config":{},"outputs":{"onAnswer":"p","default":"h"}},
      {"id":"p","type":"play","config":{"audioItems":[)" +
           item + R"(]},"outputs":{"onComplete":"h","default":"h"}},
      {"id":"h","type":"hangup","config":{},"outputs":{}}]})";
}

std::string graph_playing(const std::string& audio) {
    return graph_saying(R"({"type":"audioFile","audioId":")" + audio + R"("})");
}

grpc::Status Content::upload(const std::string& file,
                             v1::Audio& audio,
                             v1::UploadAudioRequest::Header header,
                             const std::string& key) {
    const auto context = as(Role::manager, ours);
    if (!key.empty()) context->AddMetadata("hatif-idempotency-key", key);
    if (header.file_name().empty()) header.set_file_name("hello.wav");
    v1::UploadAudioRequest part;
    *part.mutable_header() = header;
    return send(*audios->UploadAudio(context.get(), &audio), part, file);
}

v1::Audio Content::uploaded(const v1::UploadAudioRequest::Header& header, const std::string& file) {
    v1::Audio audio;
    REQUIRE(reason_of(upload(file, audio, header)).empty());
    return audio;
}

v1::Audio
Content::fetched(const std::string& id, const base::OrganizationId& by, std::string& why) {
    v1::GetAudioRequest request;
    request.set_id(id);
    v1::Audio audio;
    const auto context = as(Role::agent, by);
    why = reason_of(audios->GetAudio(context.get(), request, &audio));
    return audio;
}

std::string Content::deleted_audio(const std::string& id) {
    v1::DeleteAudioRequest request;
    request.set_id(id);
    google::protobuf::Empty nothing;
    return reason_of(audios->DeleteAudio(as(Role::manager, ours).get(), request, &nothing));
}

grpc::Status Content::create(const v1::CreateFlowRequest& request, v1::Flow& flow) {
    const auto context = as(Role::manager, ours);
    return flows->CreateFlow(context.get(), request, &flow);
}

v1::Flow Content::created(const std::string& name, const std::string& graph) {
    v1::CreateFlowRequest request;
    request.set_name(name);
    request.set_graph(graph);
    v1::Flow flow;
    REQUIRE(reason_of(create(request, flow)).empty());
    return flow;
}

grpc::Status Content::list(const v1::ListFlowsRequest& request, v1::ListFlowsResponse& answer) {
    const auto context = as(Role::agent, ours);
    return flows->ListFlows(context.get(), request, &answer);
}

v1::Flow Content::updated(const v1::UpdateFlowRequest& request) {
    v1::Flow flow;
    REQUIRE(reason_of(flows->UpdateFlow(as(Role::manager, ours).get(), request, &flow)).empty());
    return flow;
}

std::string Content::deleted_flow(const std::string& id) {
    v1::DeleteFlowRequest request;
    request.set_id(id);
    google::protobuf::Empty nothing;
    return reason_of(flows->DeleteFlow(as(Role::manager, ours).get(), request, &nothing));
}

v1::Dictionary Content::dictionary(const std::string& name, const std::string& language) {
    v1::CreateDictionaryRequest request;
    request.set_name(name);
    request.set_language(language);
    v1::Dictionary made;
    const auto context = as(Role::manager, ours);
    REQUIRE(reason_of(dictionaries->CreateDictionary(context.get(), request, &made)).empty());
    return made;
}

v1::Dictionary Content::fetched_dictionary(const std::string& id) {
    v1::ReadDictionaryRequest request;
    request.set_id(id);
    v1::Dictionary found;
    const auto context = as(Role::agent, ours);
    REQUIRE(reason_of(dictionaries->GetDictionary(context.get(), request, &found)).empty());
    return found;
}

std::string Content::deleted_dictionary(const std::string& id) {
    v1::DeleteDictionaryRequest request;
    request.set_id(id);
    google::protobuf::Empty nothing;
    const auto context = as(Role::manager, ours);
    return reason_of(dictionaries->DeleteDictionary(context.get(), request, &nothing));
}

grpc::Status Content::put_entry(const std::string& dictionary,
                                const std::string& key,
                                const std::string& file,
                                v1::DictionaryEntry& entry,
                                const std::string& once) {
    const auto context = as(Role::manager, ours);
    if (!once.empty()) context->AddMetadata("hatif-idempotency-key", once);
    v1::PutDictionaryEntryRequest part;
    part.mutable_header()->set_id(dictionary);
    if (!key.empty()) part.mutable_header()->set_key(key);
    part.mutable_header()->set_file_name("word.wav");
    return send(*dictionaries->PutDictionaryEntry(context.get(), &entry), part, file);
}

v1::DictionaryEntry Content::put(const std::string& dictionary, const std::string& key) {
    v1::DictionaryEntry entry;
    REQUIRE(reason_of(put_entry(dictionary, key, wav, entry)).empty());
    return entry;
}

Downloaded Content::download(const std::string& audio, const std::string& range) {
    const auto context = as(Role::agent, ours);
    if (!range.empty()) context->AddMetadata("hatif-range", range);
    v1::DownloadAudioRequest request;
    request.set_id(audio);
    return collected(*audios->DownloadAudio(context.get(), request));
}

Downloaded Content::play(const std::string& token) {
    const auto context = as_anonymous();
    v1::PlayAudioRequest request;
    request.set_token(token);
    return collected(*audios->PlayAudio(context.get(), request));
}

} // namespace hatif::program_scheduler::testing
