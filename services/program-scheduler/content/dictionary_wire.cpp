#include "program_scheduler/content/dictionary_wire.hpp"

#include "program_scheduler/content/content_wire.hpp"
#include "rpc/time.hpp"

namespace hatif::program_scheduler {

namespace v1 = program::v1;

void to_wire(const Dictionary& dictionary, v1::Dictionary& wire) {
    wire.set_id(dictionary.id.value().to_string());
    wire.set_organization_id(dictionary.organization.value().to_string());
    wire.set_name(dictionary.name);
    wire.set_language(dictionary.language);
    wire.set_is_system(dictionary.is_system);
    wire.set_revision(dictionary.revision);
    wire.set_entry_count(dictionary.entries);
    rpc::set(*wire.mutable_created_at(), dictionary.created_at);
    rpc::set(*wire.mutable_updated_at(), dictionary.updated_at);
}

v1::DictionaryEntry summary_of(const DictionaryEntry& entry) {
    v1::DictionaryEntry wire;
    wire.set_dictionary_id(entry.dictionary.value().to_string());
    wire.set_key(entry.key);
    wire.set_original_file_name(entry.recording.file_name);
    wire.set_played_seconds(entry.recording.played_seconds);
    to_wire(entry.recording, *wire.mutable_file());
    wire.mutable_file()->clear_id(); // new at each upload
    return wire;
}

void to_wire(const DictionaryEntry& entry, v1::DictionaryEntry& wire) {
    wire = summary_of(entry);
    wire.set_id(entry.id.to_string());
    wire.set_organization_id(entry.organization.value().to_string());
    const auto& recording = entry.recording;
    wire.set_duration_seconds(recording.duration_seconds);
    wire.set_sample_rate(recording.sample_rate);
    wire.set_channels(recording.channels);
    wire.set_bit_depth(recording.bit_depth);
    to_wire(recording, *wire.mutable_file());
    rpc::set(*wire.mutable_created_at(), entry.created_at);
    rpc::set(*wire.mutable_updated_at(), entry.updated_at);
}

} // namespace hatif::program_scheduler
