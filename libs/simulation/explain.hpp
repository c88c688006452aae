#pragma once

#include "flow/graph.hpp"

#include <string>
#include <string_view>

namespace hatif::simulation {

/// What a flow does, in words, a paragraph a node: those that a call comes to in the order in which
/// it can, then the rest.
std::string explain(const flow::Graph& graph);

/// The line, from 1, on which that part of a JSON text stands (RFC 6901); of a part that is not
/// there, the innermost that is.
int line_of(std::string_view json, std::string_view pointer);

} // namespace hatif::simulation
