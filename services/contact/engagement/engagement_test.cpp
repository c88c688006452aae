#include "contact/engagement/engagement.hpp"

#include <hatif/type/v1/outcome.pb.h>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::type::v1;
using namespace std::chrono_literals;

namespace {

const base::Instant noon{1'700'049'600s}; // 2023-11-15T12:00Z

EndedCall call(int outcome, std::string reason, base::Instant at = noon) {
    const base::Uuid anyone;
    return {.organization = base::OrganizationId{anyone},
            .contact = base::ContactId{anyone},
            .to = "+212612345678",
            .at = at,
            .outcome = outcome,
            .reason = std::move(reason)};
}

EndedCall answered(base::Instant at = noon) {
    auto it = call(OUTCOME_COMPLETED, "", at);
    it.answered = true;
    return it;
}

EndedCall with_q850(EndedCall it, std::uint32_t cause) {
    it.q850 = cause;
    return it;
}

} // namespace

TEST_CASE("a number is gone by four SIP codes and two Q.850 causes", "[contact][engagement]") {
    const auto row = GENERATE(table<std::string, std::uint32_t, bool>({
        {"sip_404_not_found", 0, true},
        {"sip_410_gone", 0, true},
        {"sip_484_address_incomplete", 0, true},
        {"sip_604_does_not_exist_anywhere", 0, true},
        {"sip_480_temporarily_unavailable", 0, false},
        {"sip_486_busy_here", 0, false},
        {"sip_500_server_internal_error", 0, false},
        {"sip_500_server_internal_error", 1, true}, // a gateway that tells it in the Reason header
        {"sip_503_service_unavailable", 28, true},
        {"sip_503_service_unavailable", 34, false},
        {"trunk_unavailable", 0, false},
        {"audio_not_found", 0, false},
        {"sip_", 0, false},
        {"", 0, false},
    }));
    CAPTURE(std::get<0>(row), std::get<1>(row));
    CHECK(is_gone(with_q850(call(OUTCOME_FAILED, std::get<0>(row)), std::get<1>(row))) ==
          std::get<2>(row));
}

TEST_CASE("who answered is not gone, whatever ended the call", "[contact][engagement]") {
    auto it = with_q850(answered(), 1);
    it.reason = "sip_404_not_found";
    CHECK_FALSE(is_gone(it));
    CHECK_FALSE(found_nobody(it));
}

TEST_CASE("what failed on our side is not held against the person", "[contact][engagement]") {
    CHECK(found_nobody(call(OUTCOME_NO_ANSWER, "ring_timeout")));
    CHECK(found_nobody(call(OUTCOME_BUSY, "sip_486_busy_here")));
    CHECK(found_nobody(call(OUTCOME_REJECTED, "sip_603_decline")));
    CHECK(found_nobody(call(OUTCOME_FAILED, "sip_404_not_found")));
    CHECK_FALSE(found_nobody(call(OUTCOME_FAILED, "worker_lost")));
    CHECK_FALSE(found_nobody(call(OUTCOME_FAILED, "trunk_unavailable")));
    CHECK_FALSE(found_nobody(call(OUTCOME_CANCELLED, "")));
}

TEST_CASE("calls are counted, and failures until somebody answers", "[contact][engagement]") {
    Engagement it;
    it = after(it, call(OUTCOME_NO_ANSWER, "ring_timeout", noon));
    it = after(it, call(OUTCOME_BUSY, "sip_486_busy_here", noon + 1h));
    it = after(it, call(OUTCOME_FAILED, "worker_lost", noon + 2h));
    CHECK(it == Engagement{3, 0, noon + 2h, {}, 2});
    it = after(it, answered(noon + 3h));
    CHECK(it == Engagement{4, 1, noon + 3h, noon + 3h, 0});
    it = after(it, call(OUTCOME_REJECTED, "sip_603_decline", noon + 4h));
    CHECK(it == Engagement{5, 1, noon + 4h, noon + 3h, 1});
}

TEST_CASE("a call that was taken back is none", "[contact][engagement]") {
    CHECK(after(Engagement{}, call(OUTCOME_CANCELLED, "cancelled")) == Engagement{});
}

TEST_CASE("a call that is told late changes nothing that a newer one said",
          "[contact][engagement]") {
    auto it = after(Engagement{}, answered(noon + 2h));
    it = after(it, call(OUTCOME_NO_ANSWER, "ring_timeout", noon));
    CHECK(it == Engagement{2, 1, noon + 2h, noon + 2h, 0});

    it = after(Engagement{}, call(OUTCOME_NO_ANSWER, "ring_timeout", noon + 2h));
    it = after(it, answered(noon));
    CHECK(it == Engagement{2, 1, noon + 2h, noon, 1});
}

TEST_CASE("failures for good count once a day, of UTC", "[contact][engagement]") {
    const auto gone = [](base::Instant at) {
        return call(OUTCOME_FAILED, "sip_404_not_found", at);
    };
    auto it = after(GoneDays{}, gone(noon));
    it = after(it, gone(noon + 11h + 59min));
    CHECK(it.last_of_day.size() == 1);
    it = after(it, gone(noon + 12h)); // midnight
    CHECK(it.last_of_day.size() == 2);
    it = after(it, gone(noon)); // told late
    CHECK(it.last_of_day == std::vector{noon + 11h + 59min, noon + 12h});
    CHECK_FALSE(it.are_enough());
    it = after(it, gone(noon + 60h));
    CHECK(it.are_enough());
    CHECK(since(it, noon + 12h).last_of_day == std::vector{noon + 60h});
    CHECK(since(it, noon) == it);

    auto other = gone(noon + 90h);
    other.to = "+212699999999";
    CHECK(after(it, other).last_of_day.size() == 1); // another number begins anew
}

TEST_CASE("a trunk is suspicious when more than a fifth of its calls fail for good",
          "[contact][engagement]") {
    TrunkRecord record;
    for (int i = 0; i < 9; ++i) record.add(true);
    CHECK_FALSE(record.suspicious()); // too few to tell
    record.add(true);
    CHECK(record.suspicious());

    TrunkRecord mixed;
    for (int i = 0; i < 100; ++i) mixed.add(i % 5 == 0);
    CHECK_FALSE(mixed.suspicious()); // just a fifth
    mixed.add(true);                 // pushes out the first, which was one too
    CHECK_FALSE(mixed.suspicious());
    mixed.add(true);
    CHECK(mixed.suspicious());
}

TEST_CASE("a trunk is judged by its last hundred calls", "[contact][engagement]") {
    TrunkRecord record;
    for (int i = 0; i < 100; ++i) record.add(true);
    for (int i = 0; i < 80; ++i) record.add(false);
    CHECK_FALSE(record.suspicious());
    CHECK(record.text().size() == 100);
    CHECK(TrunkRecord{record.text()}.text() == std::string(20, 'x') + std::string(80, '.'));
}
