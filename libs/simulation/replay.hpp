#pragma once

#include "base/result.hpp"
#include "flow/graph.hpp"
#include "simulation/recorded_call.hpp"
#include "simulation/run.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hatif::simulation {

/// The first step at which the call goes another way than it went.
struct Divergence {
    int step = 0;
    std::string event;                   ///< what reached the engine: "key_pressed"
    std::string data;                    ///< its data, JSON
    std::string node;                    ///< where the call stood, or came to last, when it parted
    std::vector<std::string> recorded{}; ///< all that this step told then, a line each
    std::vector<std::string> replayed{}; ///< and what it tells now
    std::string recorded_output{};       ///< by which a node was left then; empty: none was
    std::string replayed_output{};
};

struct Replay {
    bool same = false;                      ///< every fact is the same, to the byte
    bool same_path = false;                 ///< the same nodes by the same outputs, to the same end
    std::optional<Divergence> difference{}; ///< of the first fact that differs
    std::optional<Divergence> parting{};    ///< of the first step of another path
    std::vector<Visit> path{};              ///< as it is now, up to the parting; times are none
    std::string outcome{};                  ///< "completed"; empty: it does not end here
    std::string reason{};
    int steps = 0;       ///< inputs that were replayed
    int hidden_keys = 0; ///< of secret nodes: stand-ins with the same effect were pressed
    int hidden_values =
        0; ///< answers of servers with such values: others of their kind stood there
    bool complete = false; ///< the recorded call has its end
};

/// A real call's inputs, in their order, through the engine with this graph. What it read of the
/// contact is read again from what it told; what it did not read then is null. `conflict`, with
/// reason ATTEMPT_NOT_REPLAYABLE: the inputs are not whole.
base::Result<Replay> replay(const flow::Graph& graph, const RecordedCall& recorded);

} // namespace hatif::simulation
