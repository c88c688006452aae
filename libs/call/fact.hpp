#pragma once

#include "call/event.hpp"
#include "flow/graph.hpp"

#include <chrono>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

/// What is told of a call to those who report it. The worker adds whose call it was, and when.
namespace hatif::call {

using flow::masked;

namespace fact {

using flow::NodeId;
using flow::PromptId;

using Audios = boost::container::small_vector<PromptId, 1>;

// clang-format off

/// An event that moved the engine, in its own words. Keys of secret nodes become the output taken.
struct Input         { std::string kind; std::string data;           bool operator==(const Input&)         const = default; };
struct Dialed        {                                               bool operator==(const Dialed&)        const = default; };
/// The counterpart of a call that came: the first fact of it.
struct Arrived       {                                               bool operator==(const Arrived&)       const = default; };
struct Ringing       { int sip_code;                                 bool operator==(const Ringing&)       const = default; };
struct Answered      {                                               bool operator==(const Answered&)      const = default; };
/// Who answered. At most one of a call.
struct AmdDecided    { detection::Verdict verdict;                   bool operator==(const AmdDecided&)    const = default; };
struct BeepAwaited   { bool heard; std::chrono::milliseconds waited; bool operator==(const BeepAwaited&)   const = default; };
struct NodeEntered   { NodeId node; std::string type; flow::Label label; int index;
                                                                     bool operator==(const NodeEntered&)   const = default; };
struct NodeLeft      { NodeId node; int index; std::string output; std::string error;
                                                                     bool operator==(const NodeLeft&)      const = default; };
struct PromptStarted { NodeId node; Audios audios; std::vector<std::string> keys{};
                       std::vector<std::string> texts{};
                                                                     bool operator==(const PromptStarted&) const = default; };
struct PromptEnded   { NodeId node; bool interrupted;                bool operator==(const PromptEnded&)   const = default; };
struct DigitHeard    { NodeId node; std::string digit;               bool operator==(const DigitHeard&)    const = default; };
struct VariableSet   { NodeId node; std::string name; std::string value;
                                                                     bool operator==(const VariableSet&)   const = default; };
struct FieldRead     { std::string source; std::string name; std::string value;
                                                                     bool operator==(const FieldRead&)     const = default; };
/// A node's recording is over: `why` as in call::RecordingOver.
struct Recorded      { NodeId node; std::string id; std::string why; std::chrono::milliseconds length;
                                                                     bool operator==(const Recorded&)      const = default; };
/// `to` is masked when it came from a secret. `code` 0: nothing was heard of it.
struct Transferred   { NodeId node; std::string to; bool done; int code;
                                                                     bool operator==(const Transferred&)   const = default; };
/// What was asked of a server: `url` without its query, masked when it was made of a secret.
/// `status` 0: it did not answer. `error` is the code of a fault, else empty.
struct Requested     { NodeId node; std::string method; std::string url; int status; std::string error;
                                                                     bool operator==(const Requested&)     const = default; };
/// The one who is called is never to be called again: the number of the call, for all of the
/// organization.
struct OptedOut      { NodeId node;                                  bool operator==(const OptedOut&)      const = default; };
struct HungUp        { bool by_callee; std::string reason; std::optional<int> q850{};
                                                                     bool operator==(const HungUp&)        const = default; };
struct CallError     { NodeId node; Fault why;                       bool operator==(const CallError&)     const = default; };
/// The last fact of a call. `variables` is a JSON object, secrets masked.
struct Finished      { Outcome outcome; std::string reason; int sip_code; std::optional<int> q850;
                       std::string variables;                        bool operator==(const Finished&)      const = default; };

// clang-format on

} // namespace fact

using Fact = std::variant<fact::Input,
                          fact::Dialed,
                          fact::Arrived,
                          fact::Ringing,
                          fact::Answered,
                          fact::AmdDecided,
                          fact::BeepAwaited,
                          fact::NodeEntered,
                          fact::NodeLeft,
                          fact::PromptStarted,
                          fact::PromptEnded,
                          fact::DigitHeard,
                          fact::VariableSet,
                          fact::FieldRead,
                          fact::Recorded,
                          fact::Transferred,
                          fact::Requested,
                          fact::OptedOut,
                          fact::HungUp,
                          fact::CallError,
                          fact::Finished>;

/// "left ask by 2", "finished user_hangup": one line, for logs and transcripts.
std::string to_text(const Fact& fact);

} // namespace hatif::call
