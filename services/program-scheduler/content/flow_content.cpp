#include "program_scheduler/content/flow_content.hpp"

#include "flow/link.hpp"
#include "flow/read_graph.hpp"
#include "program_scheduler/content/audio_rows.hpp"
#include "program_scheduler/content/flow_check.hpp"
#include "program_scheduler/content/flow_rows.hpp"
#include "program_scheduler/content/spoken_rows.hpp"

#include <hatif/program/v1/lease_service.pb.h>

#include <algorithm>

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t piece_size = 64 * 1024;

template <class First>
bool begins_with(const std::string& graph) {
    const auto draft = flow::read_draft(graph);
    const auto* first = draft.graph.find(draft.graph.start);
    return first != nullptr && std::holds_alternative<First>(first->kind);
}

} // namespace

Result<SavedFlow>
flow_version(pg::Transaction& transaction, const base::FlowId& id, std::uint32_t version) {
    return read_flow_version(transaction, id, version);
}

Result<void> require_flow(pg::Transaction& transaction,
                          const base::OrganizationId& organization,
                          const base::FlowId& id) {
    const auto flow = read_flow(transaction, organization, id);
    if (!flow) return fail(flow.error());
    return {};
}

Result<std::string> newest_graph(pg::Transaction& transaction, const base::FlowId& id) {
    const auto rows = transaction.exec("SELECT v.graph FROM flows f JOIN flow_versions v"
                                       " ON v.flow_id = f.id AND v.version = f.version"
                                       " WHERE f.id = $1",
                                       id);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "no such flow", "FLOW_NOT_FOUND");
    return (*rows)[0].get<std::string>(0);
}

Result<CheckedFlow>
newest_version(pg::Transaction& transaction, const Surroundings& around, const base::FlowId& id) {
    auto flow = read_flow(transaction, around.organization, id);
    if (!flow) return fail(flow.error());
    return check_flow(transaction, around, std::move(*flow));
}

namespace {

/// Each of them must be as good as a flow that is launched; its errors are told under its id.
Result<void> require_all_valid(pg::Transaction& transaction,
                               const Surroundings& around,
                               std::vector<SavedFlow> linked) {
    const auto checked = check_flows(transaction, around, std::move(linked));
    if (!checked) return fail(checked.error());
    for (const auto& flow : *checked) {
        auto valid = require_valid(flow);
        if (valid) continue;
        auto error = valid.error();
        const auto id = flow.flow.id.value().to_string();
        if (!error.fields.empty())
            error.what = "the graph of the linked flow " + id + " has errors";
        for (auto& field : error.fields) field.path = "linkedFlows/" + id + "/" + field.path;
        return fail(std::move(error));
    }
    return {};
}

} // namespace

Result<LaunchableFlow> launchable_flow(pg::Transaction& transaction,
                                       const Attributes& attributes,
                                       const rpc::Caller& caller,
                                       const base::FlowId& id) {
    const auto around = Surroundings::of(caller, attributes);
    auto flow = newest_version(transaction, around, id);
    if (!flow) return fail(flow.error());
    if (auto valid = require_valid(*flow); !valid) return fail(valid.error());
    if (!places_calls(flow->flow.graph)) {
        return fail({Errc::invalid,
                     "the flow takes calls that come: it places none",
                     "FLOW_INVALID",
                     {{"graph/startNodeId", "must be a dial node"}}});
    }
    auto linked =
        newest_linked(transaction, around.organization, content_of(flow->flow.graph).flows);
    if (!linked) return fail(linked.error());
    LaunchableFlow launchable{flow->flow.version, versions_of(*linked)};
    auto valid = require_all_valid(transaction, around, *std::move(linked));
    if (!valid) return fail(valid.error());
    return launchable;
}

bool takes_calls(const std::string& graph) {
    return begins_with<flow::AnswerNode>(graph);
}

bool places_calls(const std::string& graph) {
    return begins_with<flow::DialNode>(graph);
}

Result<void> require_valid(const CheckedFlow& flow) {
    if (!flow.valid()) {
        base::Error error{Errc::invalid, "the flow's graph has errors", "FLOW_INVALID"};
        for (const auto& problem : flow.problems.errors) {
            error.fields.push_back({"graph" + problem.path, problem.message});
        }
        return fail(std::move(error));
    }
    const auto& warnings = flow.problems.warnings;
    const bool all_checked = std::none_of(warnings.begin(), warnings.end(), [](const auto& it) {
        return it.code == attributes_unchecked;
    });
    if (all_checked) return {};
    return fail(Errc::unavailable,
                "the contact service is away: whether the flow's attributes exist is not known",
                "UNAVAILABLE");
}

Result<void> answer_flow_version(pg::Transaction& transaction,
                                 const program::v1::GetFlowVersionRequest& request,
                                 program::v1::FlowVersion& answer) {
    const auto id = base::Uuid::parse(request.flow_id());
    if (!id) return fail(Errc::not_found, "no such flow", "FLOW_NOT_FOUND");
    const auto flow = read_flow_version(transaction, base::FlowId{*id}, request.version());
    if (!flow) return fail(flow.error());
    LinkedFlows wanted;
    for (const auto& [name, version] : request.linked_flows()) {
        const auto other = base::Uuid::parse(name);
        if (other) wanted.emplace(*other, version);
    }
    // Linking would take none of them; the flow is answered, and goes on in no other.
    if (wanted.size() > flow::most_linked_flows) wanted.clear();
    const auto linked = read_linked(transaction, flow->organization, wanted);
    if (!linked) return fail(linked.error());
    auto audios = content_of(flow->graph).audios;
    for (const auto& other : *linked) {
        (*answer.mutable_linked_graphs())[other.id.value().to_string()] = other.graph;
        const auto more = content_of(other.graph).audios;
        audios.insert(audios.end(), more.begin(), more.end());
    }
    const auto playable = read_playable(transaction, flow->organization, audios, Deleted::with);
    if (!playable) return fail(playable.error());

    answer.set_flow_name(flow->name);
    answer.set_graph(flow->graph);
    for (const auto& [audio, content] : *playable) {
        auto& it = (*answer.mutable_audios())[audio.value().to_string()];
        it.set_alaw_hash(content.a_law.value());
        it.set_ulaw_hash(content.mu_law.value());
    }
    return {};
}

Result<void>
send_content(objects::ObjectStore& objects, std::string_view hash, const SendPiece& send) {
    const auto name = objects::parse_content_hash(hash);
    if (!name) return fail(Errc::not_found, "no such content", "AUDIO_NOT_FOUND");
    auto object = objects.open(*name);
    if (!object && object.error().code == Errc::not_found) {
        object = objects.open(spoken_object(*name));
    }
    if (!object) {
        auto error = object.error();
        if (error.code == Errc::not_found) error.reason = "AUDIO_NOT_FOUND";
        return fail(std::move(error));
    }
    while (true) {
        auto piece = (*object)->read(piece_size);
        if (!piece) return fail(piece.error());
        if (piece->empty()) return {};
        if (!send(std::move(*piece))) return fail(Errc::unavailable, "the reader is gone");
    }
}

} // namespace hatif::program_scheduler
