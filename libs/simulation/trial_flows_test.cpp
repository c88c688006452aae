#include "simulation/trial_flows.hpp"

#include <fstream>
#include <iterator>

namespace hatif::simulation::testing {

flow::Graph graph_of(const std::string& name) {
    std::ifstream file{"../../tests/flows/" + name};
    const std::string json{std::istreambuf_iterator<char>{file}, {}};
    return flow::read_graph(json).value();
}

} // namespace hatif::simulation::testing
