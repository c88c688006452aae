#include "dialer/library.hpp"

#include "flow/read_graph.hpp"
#include "rpc/status.hpp"

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

base::Error failure(Replicas& replicas, std::size_t place, const grpc::Status& status) {
    if (!may_pass(status)) return rpc::from_status(status);
    replicas.give_up(place);
    return {base::Errc::unavailable, status.error_message()};
}

} // namespace

base::Result<std::vector<std::uint8_t>> Library::blob(const std::string& hash) {
    const auto replica = replicas_.now();
    grpc::ClientContext context;
    replicas_.prepare(context, 10s);
    program::v1::GetContentRequest request;
    request.set_hash(hash);
    const auto reader = replica.stub.GetContent(&context, request);
    std::vector<std::uint8_t> bytes;
    program::v1::GetContentResponse piece;
    while (reader->Read(&piece)) {
        bytes.insert(bytes.end(), piece.chunk().begin(), piece.chunk().end());
    }
    const auto status = reader->Finish();
    if (!status.ok()) return base::fail(failure(replicas_, replica.place, status));
    return bytes;
}

base::Result<media::SharedPrompt> Library::prompt(const program::v1::AudioContent& audio) {
    auto& known = prompts_[audio.alaw_hash() + audio.ulaw_hash()];
    if (auto it = known.lock()) return it;
    auto a_law = blob(audio.alaw_hash());
    if (!a_law) return base::fail(a_law.error());
    auto mu_law = blob(audio.ulaw_hash());
    if (!mu_law) return base::fail(mu_law.error());
    auto made =
        std::make_shared<const audio::Prompt>(audio::Prompt{std::move(*a_law), std::move(*mu_law)});
    known = made;
    return made;
}

base::Result<SharedDictionary> Library::dictionary(const std::string& id, std::uint64_t revision) {
    auto& known = dictionaries_[{id, revision}];
    if (auto it = known.lock()) return it;
    const auto replica = replicas_.now();
    grpc::ClientContext context;
    replicas_.prepare(context, 5s);
    program::v1::GetDictionaryRequest request;
    request.set_dictionary_id(id);
    request.set_revision(revision);
    program::v1::DictionaryContent wire;
    const auto status = replica.stub.GetDictionary(&context, request, &wire);
    if (!status.ok()) return base::fail(failure(replicas_, replica.place, status));
    auto made = std::make_shared<Dictionary>();
    for (const auto& [key, audio] : wire.entries()) {
        auto it = prompt(audio);
        if (!it && it.error().code == base::Errc::unavailable) return base::fail(it.error());
        if (it) made->emplace(key, std::move(*it));
    }
    known = made;
    return made;
}

base::Result<void> Library::add_dictionaries(const FlowKey& key, Content& content) {
    for (const auto& [id, revision] : key.dictionaries) {
        auto it = dictionary(id, revision);
        if (!it && it.error().code == base::Errc::unavailable) return base::fail(it.error());
        if (it) content.dictionaries.emplace(flow::DictionaryId{id}, std::move(*it));
    }
    return {};
}

base::Result<SharedContent> Library::fetch(const FlowKey& key) {
    const auto gone = [](const auto& it) { return it.second.expired(); };
    std::erase_if(prompts_, gone);
    std::erase_if(dictionaries_, gone);
    const auto replica = replicas_.now();
    grpc::ClientContext context;
    replicas_.prepare(context, 5s);
    program::v1::GetFlowVersionRequest request;
    request.set_flow_id(key.flow.value().to_string());
    request.set_version(key.version);
    program::v1::FlowVersion version;
    const auto status = replica.stub.GetFlowVersion(&context, request, &version);
    if (!status.ok()) return base::fail(failure(replicas_, replica.place, status));
    auto graph = flow::read_graph(version.graph());
    if (!graph) return base::fail(graph.error());
    auto content = std::make_shared<Content>();
    content->flow_name = version.flow_name();
    content->graph = std::move(*graph);
    for (const auto& [id, audio] : version.audios()) {
        auto it = prompt(audio);
        if (!it && it.error().code == base::Errc::unavailable) return base::fail(it.error());
        if (it) content->prompts.emplace(flow::PromptId{id}, std::move(*it));
    }
    if (auto added = add_dictionaries(key, *content); !added) return base::fail(added.error());
    return content;
}

} // namespace hatif::dialer
