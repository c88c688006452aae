#pragma once

#include <cstddef>
#include <vector>

namespace hatif::flow {

/// For each place the places that can come next, each once.
using Ways = std::vector<std::vector<std::size_t>>;

/// Places that all lead to each other; one alone, mostly.
using Component = std::vector<std::size_t>;

/// Every place stands in one component (Tarjan). Those that a component leads to come before it.
std::vector<Component> components_of(const Ways& ways);

/// True when one can come back to where one was.
bool is_cycle(const Component& component, const Ways& ways);

} // namespace hatif::flow
