#include "program_scheduler/programs/programs_fixture.hpp"

#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::Programs;
using program_scheduler::testing::reason_of;
using rpc::Role;
namespace v1 = program::v1;

namespace {

struct Limited : Programs {
    Limited() {
        good.set_calls_per_second(0.001);
        run = launched(created(good).id());
    }
    grpc::Status change(const v1::ChangeExecutionLimitsRequest& request) {
        v1::Execution answer;
        return executions->ChangeExecutionLimits(as(Role::manager, ours).get(), request, &answer);
    }
    v1::ChangeExecutionLimitsRequest rate(double per_second) {
        v1::ChangeExecutionLimitsRequest request;
        request.set_id(run);
        request.set_calls_per_second(per_second);
        return request;
    }

    std::string run;
};

} // namespace

TEST_CASE_METHOD(Limited,
                 "a rate is 0.001 to 10,000 calls per second",
                 "[program_scheduler][executions]") {
    for (const double wrong : {0.0, -1.0, 1e-14, 0.0009, 10'001.0}) {
        CAPTURE(wrong);
        CHECK(fields_of(change(rate(wrong))) == "callsPerSecond");
    }
    for (const double right : {0.001, 10'000.0}) CHECK(reason_of(change(rate(right))).empty());
}

TEST_CASE_METHOD(Limited, "a rate that rises holds at once", "[program_scheduler][executions]") {
    const auto waits = [&](const std::string& sql) {
        return pool().transact([&](pg::Transaction& it) { return it.exec(sql); }).value();
    };
    waits("UPDATE capacity SET next_at = now() + interval '1000 s' WHERE kind = 1");
    REQUIRE(reason_of(change(rate(10))).empty());
    CHECK(waits("SELECT FROM capacity WHERE kind = 1 AND next_at <= now() + interval '0.1 s'")
              .size() == 1);
}

TEST_CASE_METHOD(Limited,
                 "of two changes at once neither takes the other back",
                 "[program_scheduler][executions]") {
    for (std::uint32_t round = 1; round <= 20; ++round) {
        v1::ChangeExecutionLimitsRequest calls;
        calls.set_id(run);
        calls.set_max_concurrent_calls(round);
        {
            const std::jthread one{[&] { change(calls); }};
            const std::jthread other{[&] { change(rate(round)); }};
        }
        const auto it = execution(run);
        CAPTURE(round);
        CHECK(it.max_concurrent_calls() == round);
        CHECK(it.calls_per_second() == round);
    }
}
