#include "program_scheduler/programs/forecast.hpp"

#include "program_scheduler/programs/forecast_rows.hpp"
#include "program_scheduler/programs/program_rows.hpp"
#include "program_scheduler/testing/campaign.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using testing::Campaign;

namespace {

Program program_of(Campaign& campaign) {
    const auto id = campaign.text("SELECT program_id::text FROM executions");
    return campaign.pool
        .transact([&](pg::Transaction& transaction) {
            return read_program_row(transaction, campaign.organization,
                                    base::ProgramId{*base::Uuid::parse(id)});
        })
        .value();
}

program::v1::Preflight forecast_of(Campaign& campaign, const Program& program) {
    Findings findings{.groups = {{"UTC", 900}}, .hours = {.zone = "UTC"}};
    program::v1::Preflight wire;
    const auto done =
        add_forecast(campaign.pool, {}, program, findings, campaign.clock.now(), wire);
    REQUIRE(done);
    return wire;
}

void bring_dialer(Campaign& campaign) {
    campaign.touch("INSERT INTO workers (name, last_seen) VALUES ('worker-1', now())");
}

} // namespace

TEST_CASE("a forecast names the limit that binds, and what it took for granted",
          "[integration][forecast]") {
    Campaign campaign{10};
    auto program = program_of(campaign);
    program.words.limits.calls_per_second = 1;
    const auto without = forecast_of(campaign, program).forecast();
    CHECK(without.binding_limit() == "dialers");
    bring_dialer(campaign);
    const auto forecast = forecast_of(campaign, program).forecast();
    CHECK(forecast.binding_limit() == "program calls_per_second");
    CHECK(forecast.calls() == 900);
    CHECK(forecast.assumptions().source() == "guess");
    const auto minutes = (forecast.finish_p50().seconds() -
                          campaign.clock.now().time_since_epoch() / std::chrono::seconds{1}) /
                         60;
    CHECK(minutes >= 14);
    CHECK(minutes <= 18);
}

TEST_CASE("it goes by the program's own calls where there are some", "[integration][forecast]") {
    Campaign campaign{60};
    bring_dialer(campaign);
    campaign.plan();
    const auto leases = campaign.lease(60);
    campaign.start(leases);
    campaign.finish(leases, schedule::Outcome::busy);
    const auto assumptions = forecast_of(campaign, program_of(campaign)).forecast().assumptions();
    CHECK(assumptions.source() == "program");
    CHECK(assumptions.outcomes().at("busy") == Approx(1));
    CHECK(assumptions.average_call_seconds() < 5);
    auto other = program_of(campaign);
    other.id = base::ProgramId{base::Uuid::v7(campaign.clock.now())};
    CHECK(forecast_of(campaign, other).forecast().assumptions().source() == "organization");
}

TEST_CASE("a live program ends when it is told to: no forecast", "[integration][forecast]") {
    Campaign campaign{1};
    auto program = program_of(campaign);
    program.words.mode = ProgramMode::live;
    CHECK_FALSE(forecast_of(campaign, program).has_forecast());
}

TEST_CASE("calls that others have on a trunk leave less of it", "[integration][forecast]") {
    Campaign campaign{10};
    bring_dialer(campaign);
    campaign.touch("UPDATE trunks SET max_concurrent_calls = 11");
    campaign.plan();
    campaign.lease(10);
    auto program = program_of(campaign);
    program.id = base::ProgramId{base::Uuid::v7(campaign.clock.now())};
    campaign.touch("UPDATE executions SET status = 3"); // no rival, but its calls go on
    const auto market = campaign.pool
                            .transact([&](pg::Transaction& transaction) {
                                return read_market(transaction, {}, program);
                            })
                            .value();
    CHECK(market.room.trunks.at(0).bound.live == 10);
    CHECK(forecast_of(campaign, program).forecast().binding_limit() == "trunk concurrent_calls");
}
