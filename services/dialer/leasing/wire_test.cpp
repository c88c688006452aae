#include "dialer/leasing/wire.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;

namespace {

program::v1::Lease a_lease() {
    program::v1::Lease wire;
    wire.set_attempt_id("0192f3a4-0000-7000-8000-00000000000a");
    wire.set_flow_id("0192f3a4-0000-7000-8000-00000000000b");
    wire.set_epoch(2);
    wire.set_attempt_number(3);
    wire.set_to("+212612345678");
    (*wire.mutable_fields())["primaryPhone"] = "0612345678";
    (*wire.mutable_fields())["fullName"] = "Zineb A.";
    wire.set_custom_attributes(R"({"balance":12.5,"member":true,"note":null,"city":"Fès"})");
    return wire;
}

const base::Instant now{1'736'937'000s};
const SteadyTime steady{1h};

} // namespace

TEST_CASE("a lease brings what its flow may read", "[dialer][wire]") {
    const auto lease = from_wire(a_lease(), now, steady);
    REQUIRE(lease);
    CHECK(lease->ref.epoch == 2);
    const auto& sources = lease->sources;
    CHECK(sources.fields.at("primaryPhone") == flow::Value{std::string{"0612345678"}});
    CHECK(sources.attributes.at("balance") == flow::Value{12.5});
    CHECK(sources.attributes.at("member") == flow::Value{true});
    CHECK(sources.attributes.at("note") == flow::Value{});
    CHECK(sources.system.at("sys.contactName") == flow::Value{std::string{"Zineb A."}});
    CHECK(sources.system.at("sys.attemptNumber") == flow::Value{3.0});
    CHECK(sources.system.at("sys.callId") ==
          flow::Value{std::string{"0192f3a4-0000-7000-8000-00000000000a@hatif"}});
}

TEST_CASE("a lease brings its variables, the currency and the dictionaries", "[dialer][wire]") {
    auto wire = a_lease();
    wire.set_initial_variables(R"({"amount":12.5,"ref":"A1"})");
    wire.set_currency("EUR");
    (*wire.mutable_dictionaries())["words"] = 7;
    const auto lease = from_wire(wire, now, steady);
    REQUIRE(lease);
    CHECK(lease->initial_variables ==
          flow::Variables{{"amount", {12.5}}, {"ref", {std::string{"A1"}}}});
    CHECK(lease->sources.currency == "EUR");
    CHECK(lease->flow.dictionaries.at("words") == 7);
}

TEST_CASE("without a full name the contact is called by the parts of it", "[dialer][wire]") {
    auto wire = a_lease();
    wire.mutable_fields()->erase("fullName");
    CHECK(from_wire(wire, now, steady)->sources.system.at("sys.contactName") == flow::Value{});
    (*wire.mutable_fields())["lastName"] = "Alami";
    CHECK(from_wire(wire, now, steady)->sources.system.at("sys.contactName") ==
          flow::Value{std::string{"Alami"}});
    (*wire.mutable_fields())["firstName"] = "Zineb";
    CHECK(from_wire(wire, now, steady)->sources.system.at("sys.contactName") ==
          flow::Value{std::string{"Zineb Alami"}});
}

TEST_CASE("its hours are kept on the monotonic clock", "[dialer][wire]") {
    auto wire = a_lease();
    wire.mutable_not_before()->set_seconds(1'736'937'002);
    const auto lease = from_wire(wire, now, steady);
    CHECK(lease->times.not_before == steady + 2s);
    CHECK_FALSE(lease->times.not_after.has_value());
}

TEST_CASE("a lease without ids is refused", "[dialer][wire]") {
    auto wire = a_lease();
    wire.set_flow_id("none");
    CHECK_FALSE(from_wire(wire, now, steady).has_value());
}
