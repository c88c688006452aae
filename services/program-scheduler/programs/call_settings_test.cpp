#include "program_scheduler/calls/calls_fixture.hpp"
#include "program_scheduler/programs/programs_fixture.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::Calls;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::Programs;
namespace v1 = program::v1;

TEST_CASE_METHOD(Programs,
                 "a program's calls are not recorded and last 10 minutes, unless it says otherwise",
                 "[program_scheduler][call_settings]") {
    const auto plain = created(good);
    CHECK(plain.recording() == v1::CALL_RECORDING_NONE);
    CHECK_FALSE(plain.has_amd());
    CHECK(plain.max_call_duration() == 600);

    good.set_recording(v1::CALL_RECORDING_FULL);
    good.mutable_amd()->set_greeting_ms(1'800);
    good.mutable_amd()->set_max_words(5);
    good.set_max_call_duration(90);
    const auto made = created(good);
    CHECK(made.recording() == v1::CALL_RECORDING_FULL);
    CHECK(made.amd().greeting_ms() == 1'800);
    CHECK(made.amd().max_words() == 5);
    CHECK_FALSE(made.amd().has_min_word_ms());
    CHECK(made.max_call_duration() == 90);

    v1::UpdateProgramRequest request;
    request.set_id(made.id());
    request.mutable_amd()->set_min_word_ms(120); // as a whole
    auto after = changed(request);
    CHECK_FALSE(after.amd().has_greeting_ms());
    CHECK(after.amd().min_word_ms() == 120);
    CHECK(after.max_call_duration() == 90);
    request.clear_amd();
    for (const auto* path : {"recording", "amd", "maxCallDuration"}) request.add_cleared(path);
    after = changed(request);
    CHECK(after.recording() == v1::CALL_RECORDING_NONE);
    CHECK_FALSE(after.has_amd());
    CHECK(after.max_call_duration() == 600);
}

TEST_CASE_METHOD(Programs,
                 "what a program says of its calls is refused out of its range, member by member",
                 "[program_scheduler][call_settings]") {
    good.set_recording(v1::CALL_RECORDING_UNSPECIFIED);
    good.set_max_call_duration(9);
    auto& amd = *good.mutable_amd();
    amd.set_initial_silence_ms(499);
    amd.set_greeting_ms(10'001);
    amd.set_after_greeting_silence_ms(199);
    amd.set_total_analysis_ms(20'001);
    amd.set_min_word_ms(39);
    amd.set_between_words_silence_ms(1'001);
    amd.set_max_words(0);
    CHECK(refused(good) ==
          "recording amd.initialSilenceMs amd.greetingMs amd.afterGreetingSilenceMs "
          "amd.totalAnalysisMs amd.minWordMs amd.betweenWordsSilenceMs amd.maxWords "
          "maxCallDuration");
    good.set_recording(v1::CALL_RECORDING_FULL);
    good.set_max_call_duration(3'601);
    good.clear_amd();
    CHECK(refused(good) == "maxCallDuration");
}

TEST_CASE("leases carry what their program said of its calls", "[scheduler][call_settings]") {
    Calls it;
    it.plan();
    auto lease = it.lease(1).at(0);
    CHECK_FALSE(lease.record_call());
    CHECK_FALSE(lease.has_amd());
    CHECK(lease.max_call().seconds() == 600);
    it.touch("UPDATE executions SET recording = 2, amd = '{0,1800,0,0,0,0,5}', "
             "max_call_duration = 3000");
    lease = it.lease(1).at(0);
    CHECK(lease.record_call());
    CHECK(lease.amd().greeting_ms() == 1'800);
    CHECK(lease.amd().max_words() == 5);
    CHECK_FALSE(lease.amd().has_total_analysis_ms());
    CHECK(lease.max_call().seconds() == 3'000);

    // A worker that dies in the call: its peer may be on the line for as long as that.
    it.start({lease});
    it.touch("UPDATE leases SET answered = true");
    it.expire();
    it.sweep();
    CHECK(it.scalar("SELECT extract(epoch FROM until - now())::bigint FROM live_numbers "
                    "WHERE until IS NOT NULL") > 2'900);
}

TEST_CASE("a call may last as long as its program says, and is then let go",
          "[scheduler][call_settings]") {
    Calls it;
    it.touch("UPDATE executions SET max_call_duration = 3000");
    it.plan();
    const auto leases = it.lease(1);
    it.start(leases);
    it.touch("UPDATE leases SET started_at = now() - interval '3000 s'");
    CHECK(it.renew(leases) == std::vector<int>{v1::RenewResponse::ANSWER_RENEWED});
    it.touch("UPDATE leases SET started_at = now() - interval '3121 s'");
    CHECK(it.renew(leases) == std::vector<int>{v1::RenewResponse::ANSWER_ENDED});
}

TEST_CASE("a single call is recorded when it is asked for", "[scheduler][call_settings]") {
    Calls it;
    auto request = it.to(1);
    request.set_recording(v1::CALL_RECORDING_FULL);
    it.request(request);
    CHECK(it.lease(1).at(0).record_call());
    it.request(it.to(2));
    CHECK_FALSE(it.lease(1).at(0).record_call());
    request.set_recording(v1::CALL_RECORDING_UNSPECIFIED);
    CHECK(it.refusal(request) == "VALIDATION recording");
}
