#pragma once

#include "base/result.hpp"
#include "flow/value_source.hpp"
#include "simulation/scenario.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Scripts as people write them. An error is `invalid` with reason VALIDATION; its fields name each
/// wrong member: "script[2].after".
namespace hatif::simulation {

/// `["answer", {"dtmf": "1", "after": 300}, {"hangup": true, "in": "greet"}]`: a step is a word, or
/// an object with one of the words below and when it comes.
///
///     ringing true, 180 or 183      answer true            busy, rejected, noAnswer true
///     failed  a SIP code            human, machine true    dtmf    keys
///     silence true or ms            speak  ms              transfer true, false or a SIP code
///     hangup, cancel, lineLost true
///     http    an HTTP status, or request_failed, request_timeout, request_refused,
///             answer_too_large
///
/// Beside it: `after` ms, `in` node id; `every` ms (dtmf); `beep` and `beepAfter` ms (machine);
/// `body`, any JSON (http). Answers of servers are taken in their order, each by the first request
/// that it fits.
base::Result<ScriptSteps> read_script(std::string_view json);

/// `[{"name": …, "script": […]}]`, or a bare list of scripts.
base::Result<std::vector<Scenario>> read_scenarios(std::string_view json);

/// An object of texts, numbers, booleans and nulls; `member` names it in errors.
base::Result<flow::Variables> read_variables(std::string_view json, std::string_view member);

/// What a flow may read of a person: `{"fields": {…}, "customAttributes": {…}}`. Fields go by the
/// names of the API; an attribute that is a list or an object is null, as in a call.
base::Result<flow::Sources> read_contact(std::string_view json);

} // namespace hatif::simulation
