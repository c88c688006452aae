#pragma once

#include "program_scheduler/content/audio.hpp"
#include "program_scheduler/content/flow.hpp"

#include <hatif/program/v1/audio_service.pb.h>
#include <hatif/program/v1/flow_service.pb.h>

/// program/v1's audio and flows ↔ ours.
namespace hatif::program_scheduler {

AudioWordsSent from_wire(const program::v1::UploadAudioRequest::Header& header);
AudioWordsSent from_wire(const program::v1::UpdateAudioRequest& request);
FlowSent from_wire(const program::v1::CreateFlowRequest& request);
FlowSent from_wire(const program::v1::UpdateFlowRequest& request);

/// The file that an upload's header announces: of an audio's, or of a dictionary's entry's.
template <class Header>
FileSent file_in(const Header& header) {
    return {.name = header.file_name(),
            .content_type = header.content_type(),
            .treatment = {.trim_silence = header.trim_silence()}};
}

void to_wire(const Audio& audio, program::v1::Audio& wire);
void to_wire(const CheckedFlow& flow, program::v1::Flow& wire);
void to_wire(const FlowVersionRow& version, bool valid, program::v1::FlowVersionSummary& wire);
void to_wire(const Recording& recording, program::v1::Audio::File& wire);
void to_wire(const flow::Problems& problems, program::v1::FlowValidation& wire);

/// What two equal uploads have in common: their words and their content, and what was made of it.
program::v1::Audio summary_of(const Audio& audio);

} // namespace hatif::program_scheduler
