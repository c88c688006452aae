#include "program_scheduler/content/content_wire.hpp"

#include "program_scheduler/content/field_check.hpp"
#include "rpc/time.hpp"

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
    return {.file_name = header.file_name(),
            .content_type = header.content_type(),
            .title = sent(header.has_title(), header.title()),
            .description = sent(header.has_description(), header.description()),
            .usage_type = sent(header.has_usage_type(), header.usage_type()),
            .tags = {header.tags().begin(), header.tags().end()}};
}

FlowSent from_wire(const v1::CreateFlowRequest& request) {
    return {.name = sent(request.has_name(), request.name()),
            .description = sent(request.has_description(), request.description()),
            .graph = sent(request.has_graph(), request.graph())};
}

v1::Audio summary_of(const Audio& audio) {
    v1::Audio wire;
    wire.set_title(audio.words.title);
    if (audio.words.description) wire.set_description(*audio.words.description);
    if (audio.words.usage_type) wire.set_usage_type(*audio.words.usage_type);
    for (const auto& tag : audio.words.tags) wire.add_tags(tag);
    wire.set_original_file_name(audio.words.file_name);
    auto& file = *wire.mutable_file();
    file.set_name(audio.words.file_name);
    file.set_content_type(audio.words.content_type);
    file.set_file_size(audio.file_size);
    file.set_checksum(audio.original.value());
    return wire;
}

void to_wire(const Audio& audio, v1::Audio& wire) {
    wire = summary_of(audio);
    wire.set_id(audio.id.value().to_string());
    wire.set_organization_id(audio.organization.value().to_string());
    wire.set_duration_seconds(audio.duration_seconds);
    wire.set_sample_rate(audio.sample_rate);
    wire.set_channels(audio.channels);
    wire.set_bit_depth(audio.bit_depth);
    wire.mutable_file()->set_id(audio.file_id.to_string());
    rpc::set(*wire.mutable_created_at(), audio.created_at);
    rpc::set(*wire.mutable_updated_at(), audio.updated_at);
}

void to_wire(const flow::Problems& problems, v1::FlowValidation& wire) {
    wire.set_valid(problems.valid());
    for (const auto& problem : problems.errors) set_finding(problem, *wire.add_errors());
    for (const auto& problem : problems.warnings) set_finding(problem, *wire.add_warnings());
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

} // namespace hatif::program_scheduler
