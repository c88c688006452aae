#pragma once

#include "base/result.hpp"
#include "program_scheduler/content/field_check.hpp"

#include <google/protobuf/repeated_ptr_field.h>
#include <hatif/program/v1/execution_service.pb.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::program_scheduler {

/// The execution pauses by itself when the node has run so often.
struct AutoPause {
    std::string node;
    std::int64_t threshold = 1;   ///< 1 to 1,000,000,000
    bool reset_on_resume = false; ///< counted from 0 again after a resume

    bool operator==(const AutoPause&) const = default;
};

using AutoPauseRules = std::vector<AutoPause>;
using WireRules = google::protobuf::RepeatedPtrField<program::v1::AutoPauseRule>;

/// At most 20; each wrong member is refused by its path, "autoPauseRules[2].threshold".
AutoPauseRules read_auto_pause(FieldCheck& check, const WireRules& sent);

void to_wire(const AutoPauseRules& rules, WireRules& wire);

/// As a column keeps them: JSON, as clients write it.
std::string as_json(const AutoPauseRules& rules);

/// Fails when the text is not what as_json wrote.
base::Result<AutoPauseRules> auto_pause_in(std::string_view json);

} // namespace hatif::program_scheduler
