#include "contact/testing/suite.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

TEST_CASE("whoever calls is found by their number, even one who must not be called",
          "[contact][membership]") {
    Client client;
    auto scheduler = client.as_service();
    const auto id = client.create(R"({"primaryPhone":"0612345678","firstName":"Salma"})").id();
    const auto number = client.get(id).phone_e164();
    v1::AddDoNotCallRequest listed;
    listed.add_numbers(number);
    client.add_do_not_call(listed);
    const auto found = scheduler.caller(number);
    REQUIRE(found.size() == 1);
    CHECK(found[0].contact_id() == id);
    CHECK(found[0].refusal() == v1::REFUSAL_UNSPECIFIED);
    CHECK(found[0].phone() == number);
    CHECK(found[0].fields().at("firstName") == "Salma");
    CHECK(scheduler.caller("+212699999999").empty());
    CHECK(Client{}.as_service().caller(number).empty()); // another organization's
    client.remove(id);
    CHECK(scheduler.caller(number).empty());
    client.caller(number);
    CHECK(client.refused() == Refusal{"FORBIDDEN", {}});
}
