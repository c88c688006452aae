#pragma once

#include "call/call.hpp"
#include "simulation/recorded_call.hpp"

#include <string>
#include <utility>

/// Calls of one contact, made to be had again.
namespace hatif::simulation::testing {

inline const flow::Sources contact{
    .attributes = {{"city_code", 212.0}, {"balance", 81.0}, {"due_on", std::string{"2025-02-01"}}},
    .fields = {{"firstName", std::string{"Zineb"}}, {"language", std::string{"fr"}}},
    .system = {{"sys.attemptNumber", 1.0},
               {"sys.contactId", std::string{"0190a000-0000-7000-8000-00000000c0de"}},
               {"sys.contactPhone", std::string{"+212612345678"}}},
};

/// A call as its events tell it.
struct Told {
    const flow::Graph& graph;
    call::State state{};
    RecordedCall facts{};

    Told& happens(const call::Event& event) {
        auto [next, commands] = call::step({graph, contact}, std::move(state), event);
        state = std::move(next);
        for (auto& command : commands) {
            if (auto* it = std::get_if<call::Publish>(&command)) {
                facts.push_back({it->step, std::move(it->what)});
            }
        }
        return *this;
    }
    Told& keys(const std::string& all) {
        for (const char key : all) happens(call::KeyPressed{key});
        return *this;
    }
    Told& prompt_over() { return happens(call::PromptOver{{state.visits, 0}}); }
};

} // namespace hatif::simulation::testing
