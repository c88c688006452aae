#include "program_scheduler/content/content_wire.hpp"

#include "program_scheduler/content/field_check.hpp"
#include "rpc/time.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

namespace v1 = program::v1;

namespace {

void set_finding(const flow::Problem& problem, v1::FlowValidation::Finding& wire) {
    wire.set_code(problem.code);
    wire.set_message(problem.message);
    if (problem.node) wire.set_node_id(problem.node->value());
    wire.set_path(problem.path);
}

} // namespace

AudioWordsSent from_wire(const v1::UploadAudioRequest::Header& header) {
    return {.title = sent(header.has_title(), header.title()),
            .description = sent(header.has_description(), header.description()),
            .usage_type = sent(header.has_usage_type(), header.usage_type()),
            .tags = std::vector<std::string>{header.tags().begin(), header.tags().end()}};
}

AudioWordsSent from_wire(const v1::UpdateAudioRequest& it) {
    const auto& cleared = it.cleared();
    AudioWordsSent words{
        .title = sent(it.has_title(), it.title(), cleared, "title"),
        .description = sent(it.has_description(), it.description(), cleared, "description"),
        .usage_type = sent(it.has_usage_type(), it.usage_type(), cleared, "usageType")};
    if (it.tags_size() > 0 || std::find(cleared.begin(), cleared.end(), "tags") != cleared.end()) {
        words.tags.emplace(it.tags().begin(), it.tags().end());
    }
    return words;
}

FlowSent from_wire(const v1::CreateFlowRequest& request) {
    return {.name = sent(request.has_name(), request.name()),
            .description = sent(request.has_description(), request.description()),
            .graph = sent(request.has_graph(), request.graph())};
}

FlowSent from_wire(const v1::UpdateFlowRequest& it) {
    return {.name = sent(it.has_name(), it.name(), it.cleared(), "name"),
            .description =
                sent(it.has_description(), it.description(), it.cleared(), "description"),
            .graph = sent(it.has_graph(), it.graph(), it.cleared(), "graph")};
}

void to_wire(const Recording& recording, v1::Audio::File& wire) {
    wire.set_id(recording.file_id.to_string());
    wire.set_name(recording.file_name);
    wire.set_content_type(recording.content_type);
    wire.set_file_size(recording.file_size);
    wire.set_checksum(recording.original.value());
}

v1::Audio summary_of(const Audio& audio) {
    v1::Audio wire;
    wire.set_title(audio.words.title);
    if (audio.words.description) wire.set_description(*audio.words.description);
    if (audio.words.usage_type) wire.set_usage_type(*audio.words.usage_type);
    for (const auto& tag : audio.words.tags) wire.add_tags(tag);
    wire.set_original_file_name(audio.recording.file_name);
    wire.set_played_seconds(audio.recording.played_seconds);
    to_wire(audio.recording, *wire.mutable_file());
    wire.mutable_file()->clear_id(); // new at each upload
    return wire;
}

void to_wire(const Audio& audio, v1::Audio& wire) {
    wire = summary_of(audio);
    wire.set_id(audio.id.value().to_string());
    wire.set_organization_id(audio.organization.value().to_string());
    const auto& recording = audio.recording;
    wire.set_duration_seconds(recording.duration_seconds);
    wire.set_sample_rate(recording.sample_rate);
    wire.set_channels(recording.channels);
    wire.set_bit_depth(recording.bit_depth);
    to_wire(recording, *wire.mutable_file());
    rpc::set(*wire.mutable_created_at(), audio.created_at);
    rpc::set(*wire.mutable_updated_at(), audio.updated_at);
}

void to_wire(const flow::Problems& problems, v1::FlowValidation& wire) {
    wire.set_valid(problems.valid());
    for (const auto& problem : problems.errors) set_finding(problem, *wire.add_errors());
    for (const auto& problem : problems.warnings) set_finding(problem, *wire.add_warnings());
    if (problems.longest_call) {
        wire.set_max_call_seconds(static_cast<std::uint32_t>(problems.longest_call->count()));
    }
}

void to_wire(const CheckedFlow& checked, v1::Flow& wire) {
    const auto& flow = checked.flow;
    wire.set_id(flow.id.value().to_string());
    wire.set_organization_id(flow.organization.value().to_string());
    wire.set_name(flow.name);
    if (flow.description) wire.set_description(*flow.description);
    wire.set_version(flow.version);
    wire.set_graph(flow.graph);
    to_wire(checked.problems, *wire.mutable_validation());
    rpc::set(*wire.mutable_created_at(), flow.created_at);
    rpc::set(*wire.mutable_updated_at(), flow.updated_at);
}

void to_wire(const FlowVersionRow& version, bool valid, v1::FlowVersionSummary& wire) {
    wire.set_flow_id(version.flow.value().to_string());
    wire.set_version(version.version);
    wire.set_name(version.name);
    wire.set_valid(valid);
    rpc::set(*wire.mutable_created_at(), version.created_at);
}

} // namespace hatif::program_scheduler
