#include "contact/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

namespace {

std::string outbox_of(const std::string& id) {
    return Suite::shared().ask("SELECT count(*)::text FROM announcements WHERE key = '" + id +
                               "' AND type = 'hatif.contact.v1.ContactUpdated'");
}

} // namespace

TEST_CASE("an update changes the members sent, and only these", "[contact][update]") {
    Client client;
    const auto before = client.create(R"({"primaryPhone":"0612345678","firstName":"Fatima",
        "city":"Fès","channels":["sms"]})");
    const auto after = client.update(before.id(), R"({"lastName":"Alami","city":null})");
    REQUIRE(client.refused() == Refusal{});
    CHECK(after.first_name() == "Fatima");
    CHECK(after.full_name() == "Fatima Alami");
    CHECK_FALSE(after.has_city());
    CHECK(after.channels_size() == 1);
    CHECK(after.primary_phone() == "0612345678");
    CHECK(client.get(before.id()).DebugString() == after.DebugString());
    CHECK(outbox_of(before.id()) == "1");
    v1::ListContactsRequest search;
    search.set_search("alami");
    CHECK(client.list(search).data_size() == 1);
}

TEST_CASE("an update that says nothing new changes nothing", "[contact][update]") {
    Client client;
    const auto before = client.create(R"({"primaryPhone":"0612345678","firstName":"Fatima"})");
    for (const auto* body : {"{}", R"({"firstName":"Fatima","id":"x","createdAt":"y"})"}) {
        CHECK(client.update(before.id(), body).DebugString() == before.DebugString());
    }
    CHECK(outbox_of(before.id()) == "0");
}

TEST_CASE("a phone may change to one that no contact has", "[contact][update]") {
    Client client;
    const auto one = client.create(R"({"primaryPhone":"0611111111"})");
    client.create(R"({"primaryPhone":"0622222222"})");
    client.update(one.id(), R"({"primaryPhone":"+212 6 22 22 22 22"})");
    CHECK(client.refused() == Refusal{"CONTACT_ALREADY_EXISTS", {}});
    const auto respelled = client.update(one.id(), R"({"primaryPhone":"+212611111111"})");
    CHECK(respelled.primary_phone() == "+212611111111");
    const auto moved = client.update(one.id(), R"({"primaryPhone":"0633333333"})");
    REQUIRE(client.refused() == Refusal{});
    CHECK(moved.id() == one.id());
    CHECK(moved.phone_e164() == "+212633333333");
    // The old number is free again, the new one is this contact's.
    const auto answer = client.upsert(
        R"([{"primaryPhone":"0611111111"},{"primaryPhone":"0633333333","firstName":"F"}])");
    CHECK(answer.created() == 1);
    CHECK(answer.results(1).id() == one.id());
    CHECK(client.list().meta().total() == 3);
}

TEST_CASE("what an update cannot do is refused by member", "[contact][update]") {
    Client client, other;
    const auto id = client.create(R"({"primaryPhone":"0612345678"})").id();
    client.update(id, R"({"primaryPhone":null,"gender":"x","nickname":"F"})");
    CHECK(client.refused() == Refusal{"VALIDATION", {"primaryPhone", "gender", "nickname"}});
    client.update(id, R"({"customAttributes":{"rank":1}})");
    CHECK(client.refused() == Refusal{"VALIDATION", {"customAttributes.rank"}});
    other.update(id, R"({"firstName":"F"})");
    CHECK(other.refused() == Refusal{"CONTACT_NOT_FOUND", {}});
    client.remove(id);
    client.update(id, R"({"firstName":"F"})");
    CHECK(client.refused() == Refusal{"CONTACT_NOT_FOUND", {}});
}

TEST_CASE("a list shows the contacts of one phone, or of one phone status", "[contact][list]") {
    Client client;
    client.upsert(R"([{"primaryPhone":"0612345678"},{"primaryPhone":"0622222222"},
                      {"primaryPhone":"555"}])");
    v1::ListContactsRequest by_phone;
    by_phone.set_phone("00212 612 345 678");
    CHECK(client.list(by_phone).meta().total() == 1);
    CHECK(client.list(by_phone).data(0).primary_phone() == "0612345678");
    by_phone.set_phone("x");
    client.list(by_phone);
    CHECK(client.refused() == Refusal{"VALIDATION", {"phone"}});
    v1::ListContactsRequest by_status;
    by_status.set_phone_status(v1::PHONE_STATUS_INVALID);
    CHECK(client.list(by_status).meta().total() == 1);
    CHECK(client.list(by_status).data(0).primary_phone() == "555");
    by_status.set_phone_status(v1::PHONE_STATUS_VALID);
    by_status.set_search("2222");
    CHECK(client.list(by_status).meta().total() == 1);
}
