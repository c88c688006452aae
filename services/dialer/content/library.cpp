#include "dialer/content/library.hpp"

#include "flow/read_graph.hpp"
#include "rpc/status.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t at_a_time = 8;

base::Error failure(Replicas& replicas, std::size_t place, const grpc::Status& status) {
    if (!may_pass(status)) return rpc::from_status(status);
    replicas.give_up(place);
    return {base::Errc::unavailable, status.error_message()};
}

std::string key_of(const program::v1::AudioContent& audio) {
    return audio.alaw_hash() + audio.ulaw_hash();
}

template <class T>
bool is_away(const base::Result<T>& it) {
    return !it && it.error().code == base::Errc::unavailable;
}

/// Does this for every number below `count`, on several threads: a dictionary of thousands of words
/// would else keep every other flow waiting. `once` says whether it is worth to go on.
template <class Once>
void some_at_a_time(std::size_t count, const Once& once) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (auto i = next++; i < count; i = next++) {
            if (!once(i)) next = count;
        }
    };
    std::vector<std::jthread> others;
    while (others.size() + 1 < std::min(count, at_a_time)) others.emplace_back(work);
    work();
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

base::Result<media::SharedPrompt> Library::fetched(const program::v1::AudioContent& audio) {
    auto a_law = blob(audio.alaw_hash());
    if (!a_law) return base::fail(a_law.error());
    auto mu_law = blob(audio.ulaw_hash());
    if (!mu_law) return base::fail(mu_law.error());
    return std::make_shared<const audio::Prompt>(
        audio::Prompt{std::move(*a_law), std::move(*mu_law)});
}

base::Result<Library::Prompts> Library::prompts(const Audios& audios) {
    std::map<std::string, base::Result<media::SharedPrompt>> found; // by both hashes
    std::vector<decltype(found)::value_type*> missing;
    std::vector<const program::v1::AudioContent*> wanted; // for each missing one
    for (const auto& [name, audio] : audios) {
        const auto [it, is_new] = found.try_emplace(key_of(audio));
        if (!is_new) continue;
        it->second = prompts_[it->first].lock();
        if (*it->second) continue;
        missing.push_back(&*it);
        wanted.push_back(&audio);
    }
    some_at_a_time(missing.size(), [&](std::size_t i) {
        missing[i]->second = fetched(*wanted[i]);
        return !is_away(missing[i]->second);
    });
    for (const auto* it : missing) {
        if (is_away(it->second)) return base::fail(it->second.error());
        if (it->second) prompts_[it->first] = *it->second;
    }
    Prompts all;
    for (const auto& [name, audio] : audios) {
        const auto& it = found.at(key_of(audio));
        if (it) all.emplace(name, *it);
    }
    return all;
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
    auto recordings = prompts(wire.entries());
    if (!recordings) return base::fail(recordings.error());
    auto made =
        std::make_shared<const Dictionary>(Dictionary{wire.language(), std::move(*recordings)});
    known = made;
    return made;
}

base::Result<void> Library::add_dictionaries(const FlowKey& key, Content& content) {
    for (const auto& [id, revision] : key.dictionaries) {
        auto it = dictionary(id, revision);
        if (is_away(it)) return base::fail(it.error());
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
    auto audios = prompts(version.audios());
    if (!audios) return base::fail(audios.error());
    for (auto& [id, audio] : *audios) {
        content->prompts.emplace(flow::PromptId{id}, std::move(audio));
    }
    if (auto added = add_dictionaries(key, *content); !added) return base::fail(added.error());
    return content;
}

} // namespace hatif::dialer
