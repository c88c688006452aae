#pragma once

#include "program_scheduler/content/dictionary.hpp"

#include <hatif/program/v1/dictionary_service.pb.h>

/// program/v1's dictionaries ↔ ours.
namespace hatif::program_scheduler {

void to_wire(const Dictionary& dictionary, program::v1::Dictionary& wire);
void to_wire(const DictionaryEntry& entry, program::v1::DictionaryEntry& wire);

/// What two equal uploads have in common: where they go, and their content.
program::v1::DictionaryEntry summary_of(const DictionaryEntry& entry);

} // namespace hatif::program_scheduler
