#include "simulation/simulate.hpp"

#include "simulation/line.hpp"
#include "simulation/person.hpp"

namespace hatif::simulation {

Run simulate(const Trial& trial, const Scenario& scenario, Coverage& coverage) {
    Line line{trial, coverage};
    Person person{scenario.script, line};
    for (const auto& step : scenario.script) {
        if (step.act == Act::transfer) line.answer_transfer(step.code);
        if (step.act == Act::http) line.answer_request(step);
    }
    line.begin();
    while (!line.is_over()) {
        person.look();
        const auto next = line.next();
        const auto due = person.due();
        if (due && (!next || *due <= *next)) {
            line.wait_until(*due);
            person.act();
        } else if (next) {
            line.happen();
        } else {
            break; // a call that has begun runs its own timer
        }
    }
    person.look();
    auto run = std::move(line).done();
    run.script_steps = person.steps_done();
    return run;
}

} // namespace hatif::simulation
