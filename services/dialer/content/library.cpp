#include "dialer/content/library.hpp"

#include "flow/link.hpp"
#include "flow/read_graph.hpp"
#include "observability/log.hpp"
#include "rpc/status.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t at_a_time = 8;
constexpr std::chrono::milliseconds speak_patience = 4s; // a call waits for five

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

/// No longer than somebody waits for it.
std::chrono::milliseconds patience_with(const Speech& speech) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        speech.until - std::chrono::steady_clock::now());
    return std::clamp(left, std::chrono::milliseconds{1}, speak_patience);
}

program::v1::SpeakRequest request_of(const Speech& speech) {
    program::v1::SpeakRequest request;
    request.set_organization_id(speech.organization);
    for (const auto& [text, language, voice] : speech.utterances) {
        auto& wire = *request.add_utterances();
        wire.set_text(text);
        wire.set_language(std::string{speech::to_string(language)});
        wire.set_voice(voice);
    }
    return request;
}

/// The flow's own graph and those that it goes on with, as one. What is missing or cannot be read
/// is left by `onError`.
base::Result<flow::Graph> graph_of(const program::v1::FlowVersion& version) {
    auto root = flow::read_graph(version.graph());
    if (!root || version.linked_graphs().empty()) return root;
    std::map<std::string, flow::Graph> graphs;
    std::map<std::string, const flow::Graph*> flows;
    for (const auto& [id, json] : version.linked_graphs()) {
        auto graph = flow::read_graph(json);
        if (!graph) {
            observability::log_warning("a linked flow cannot be read",
                                       {{"flow", id}, {"why", graph.error().what}});
            continue;
        }
        flows.emplace(id, &graphs.emplace(id, *std::move(graph)).first->second);
    }
    return flow::link(*root, flows).graph;
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

base::Result<program::v1::SpeakResponse> Library::spoken(const Speech& speech) {
    const auto request = request_of(speech);
    const auto replica = replicas_.now();
    grpc::ClientContext context;
    replicas_.prepare(context, patience_with(speech));
    program::v1::SpeakResponse response;
    const auto status = replica.stub.Speak(&context, request, &response);
    if (!status.ok()) return base::fail(failure(replicas_, replica.place, status));
    if (response.items_size() != request.utterances_size()) {
        return base::fail(base::Errc::internal, "the scheduler answered something else");
    }
    return response;
}

std::vector<tl::expected<media::SharedPrompt, flow::Fault>> Library::speak(const Speech& speech) {
    std::erase_if(prompts_, [](const auto& it) { return it.second.expired(); });
    const auto fault = [](std::string what) {
        return tl::unexpected{flow::Fault{"voice_unavailable", std::move(what)}};
    };
    std::vector<tl::expected<media::SharedPrompt, flow::Fault>> results;
    const auto response = spoken(speech);
    for (int i = 0; i < static_cast<int>(speech.utterances.size()); ++i) {
        if (!response) {
            results.push_back(fault(response.error().what));
        } else if (!response->items(i).has_audio()) {
            results.push_back(fault(response->items(i).error()));
        } else {
            const auto& audio = response->items(i).audio();
            auto& known = prompts_[key_of(audio)];
            auto prompt = known.lock();
            auto found =
                prompt ? base::Result<media::SharedPrompt>{std::move(prompt)} : fetched(audio);
            if (!found) {
                results.push_back(fault(found.error().what));
                continue;
            }
            known = *found;
            results.emplace_back(*std::move(found));
        }
    }
    return results;
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
    for (const auto& [flow, version] : key.linked) {
        (*request.mutable_linked_flows())[flow] = version;
    }
    program::v1::FlowVersion version;
    const auto status = replica.stub.GetFlowVersion(&context, request, &version);
    if (!status.ok()) return base::fail(failure(replicas_, replica.place, status));
    auto graph = graph_of(version);
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
