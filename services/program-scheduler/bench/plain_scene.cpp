#include "program_scheduler/bench/plain_scene.hpp"

namespace hatif::program_scheduler::bench {

using namespace std::chrono_literals;

Scene plain_scene(long contacts, const std::vector<std::string>& zones) {
    Scene scene{.seed = 1};
    scene.begins = base::Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 2} + 8h};
    scene.caller.organization = base::OrganizationId{base::Uuid::v7(scene.begins)};
    scene.trunks.push_back({base::TrunkId{base::Uuid::v7(scene.begins)}});
    scene.numbers.push_back({base::DidId{base::Uuid::v7(scene.begins)}, "+212520000010"});
    for (long i = 0; i < contacts; ++i) {
        const auto digits = std::to_string(10'000'000 + i);
        scene.people.push_back({.phone = "+2126" + digits,
                                .zones = zones[static_cast<std::size_t>(i) % zones.size()]});
    }
    Venture it{.program = {.id = base::ProgramId{base::Uuid::v7(scene.begins)},
                           .organization = *scene.caller.organization,
                           .words = {.name = "p",
                                     .flow = base::FlowId{base::Uuid::v7(scene.begins)},
                                     .audience = base::AudienceId{base::Uuid::v7(scene.begins)},
                                     .timezone = "UTC"},
                           .created_at = scene.begins,
                           .updated_at = scene.begins},
               .launch_at = scene.begins,
               .people = {0, scene.people.size()}};
    it.program.dids.push_back(scene.numbers[0].id);
    scene.ventures.push_back(std::move(it));
    scene.workers = 1;
    scene.lines_of_a_worker = 2'000;
    return scene;
}

} // namespace hatif::program_scheduler::bench
