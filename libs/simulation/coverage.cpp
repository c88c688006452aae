#include "simulation/coverage.hpp"

#include <iterator>

namespace hatif::simulation {

Coverage::Coverage(const flow::Graph& graph) : graph_{&graph}, entered_(graph.nodes.size()) {
    for (const auto& node : graph.nodes) taken_.emplace_back(node.outputs.size());
}

void Coverage::enter(const flow::NodeId& node) {
    const auto it = graph_->places.find(node);
    if (it != graph_->places.end()) entered_[it->second] = true;
}

void Coverage::leave(const flow::NodeId& node, const std::string& output) {
    const auto it = graph_->places.find(node);
    if (it == graph_->places.end()) return;
    const auto& outputs = graph_->nodes[it->second].outputs;
    const auto way = outputs.find(flow::Output{output});
    if (way == outputs.end()) return; // the call ended there
    taken_[it->second][static_cast<std::size_t>(std::distance(outputs.begin(), way))] = true;
}

void Coverage::meet_machine() {
    const auto* first = graph_->find(graph_->start);
    if (first == nullptr) return;
    const auto way = flow::way_on(*first, flow::leave_after(flow::Outcome::voicemail));
    if (way) leave(first->id, way->by.value());
}

void Coverage::add(const Coverage& other) {
    for (std::size_t place = 0; place < entered_.size(); ++place) {
        if (other.entered_[place]) entered_[place] = true;
        for (std::size_t way = 0; way < taken_[place].size(); ++way) {
            if (other.taken_[place][way]) taken_[place][way] = true;
        }
    }
}

std::vector<flow::NodeId> Coverage::never_entered() const {
    std::vector<flow::NodeId> never;
    for (std::size_t place = 0; place < entered_.size(); ++place) {
        if (!entered_[place]) never.push_back(graph_->nodes[place].id);
    }
    return never;
}

std::vector<Way> Coverage::never_taken() const {
    std::vector<Way> never;
    for (std::size_t place = 0; place < taken_.size(); ++place) {
        const auto& node = graph_->nodes[place];
        std::size_t way = 0;
        for (const auto& [output, edge] : node.outputs) {
            if (!taken_[place][way++]) never.push_back({node.id, output});
        }
    }
    return never;
}

std::size_t Coverage::ways() const {
    std::size_t all = 0;
    for (const auto& node : graph_->nodes) all += node.outputs.size();
    return all;
}

} // namespace hatif::simulation
