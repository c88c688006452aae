#include "contact/testing/suite.hpp"

#include <hatif/contact/v1/contact_events.pb.h>

#include <catch2/catch.hpp>

#include <string>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

namespace {

/// An organization with the attributes of the documents.
Client with_attributes() {
    Client client;
    client.create_attribute("Account Balance", v1::ATTRIBUTE_TYPE_NUMBER);
    client.create_attribute("Subscription Tier", v1::ATTRIBUTE_TYPE_TEXT);
    client.create_attribute("Last Contact", v1::ATTRIBUTE_TYPE_DATE);
    return client;
}

std::string attributes_of(Client& client, const std::string& id) {
    return client.get(id).custom_attributes();
}

} // namespace

TEST_CASE("an upsert changes only the attributes it names", "[contact][attribute]") {
    auto client = with_attributes();
    const auto made = client.upsert(R"([{"primaryPhone":"+212612345678","customAttributes":
        {"account_balance":1500,"subscription_tier":"gold"}}])");
    const auto id = made.results(0).id();
    CHECK(attributes_of(client, id) == R"({"account_balance":1500,"subscription_tier":"gold"})");
    client.upsert(R"([{"primaryPhone":"0612345678","customAttributes":
        {"account_balance":2300.10,"last_contact":"2025-01-15"}}])");
    CHECK(attributes_of(client, id) ==
          R"({"account_balance":2300.10,"last_contact":"2025-01-15","subscription_tier":"gold"})");
    client.upsert(R"([{"primaryPhone":"0612345678","customAttributes":{"last_contact":null}}])");
    CHECK(attributes_of(client, id) == R"({"account_balance":2300.10,"subscription_tier":"gold"})");
}

TEST_CASE("a contact's attributes are at most 64 KB in all", "[contact][attribute]") {
    Client client;
    std::string half;
    for (int i = 0; i < 40; ++i) {
        const auto name =
            client.create_attribute("Note " + std::to_string(i), v1::ATTRIBUTE_TYPE_TEXT).name();
        if (i % 20 == 0) half = "{";
        half += (half.size() > 1 ? ",\"" : "\"") + name + "\":\"" + std::string(2'000, 'x') + '"';
        if (i == 19) {
            client.create(R"({"primaryPhone":"0612345678","customAttributes":)" + half + "}}");
            REQUIRE(client.refused() == Refusal{});
        }
    }
    const auto contact = client.list().data(0);
    const Refusal too_large{"VALIDATION", {"customAttributes"}};
    client.update(contact.id(), R"({"customAttributes":)" + half + "}}");
    CHECK(client.refused() == too_large);
    const auto first =
        contact.custom_attributes().substr(0, contact.custom_attributes().size() - 1);
    client.create(R"({"primaryPhone":"0612345679","customAttributes":)" + first + "," +
                  half.substr(1) + "}}");
    CHECK(client.refused() == too_large);
    const auto answer = client.upsert(R"([{"primaryPhone":"0612345678","customAttributes":)" +
                                      half + R"(}},{"primaryPhone":"0612345670"}])");
    CHECK(answer.failed() == 1);
    CHECK(answer.created() == 1);
    CHECK(attributes_of(client, contact.id()) == contact.custom_attributes());
}

TEST_CASE("attributes that say nothing new leave the row as it is", "[contact][attribute]") {
    auto client = with_attributes();
    const std::string data = R"([{"primaryPhone":"0612345678","customAttributes":
        {"account_balance":1500,"subscription_tier":null}}])";
    const auto id = client.upsert(data).results(0).id();
    const auto version = [&] {
        return Suite::shared().ask("SELECT xmin::text FROM contacts WHERE id = '" + id + "'");
    };
    const auto before = version();
    const auto again = client.upsert(data);
    CHECK(again.unchanged() == 1);
    CHECK(again.updated() == 0);
    CHECK(version() == before);
}

TEST_CASE("an unknown or ill-typed attribute is that item's error", "[contact][attribute]") {
    auto client = with_attributes();
    const auto answer = client.upsert(R"([
        {"primaryPhone":"0611111111","customAttributes":{"account_balance":"much"}},
        {"primaryPhone":"0622222222","customAttributes":{"shoe_size":42}},
        {"primaryPhone":"0633333333","customAttributes":{"account_balance":42}}])");
    CHECK(answer.failed() == 2);
    CHECK(answer.created() == 1);
    CHECK(answer.results(0).errors(0).path() == "customAttributes.account_balance");
    CHECK(answer.results(1).errors(0).path() == "customAttributes.shoe_size");
    client.create(R"({"primaryPhone":"0644444444","customAttributes":{"last_contact":"soon"}})");
    CHECK(client.refused() == Refusal{"VALIDATION", {"customAttributes.last_contact"}});
}

TEST_CASE("numbers keep the digits they were sent with", "[contact][attribute]") {
    auto client = with_attributes();
    for (const std::string number :
         {"12345678901234567.8901234567", "0.10", "-7e-3", "18446744073709551615"}) {
        const auto made = client.upsert(
            R"([{"primaryPhone":"0612345678","customAttributes":{"account_balance":)" + number +
            "}}]");
        CHECK(attributes_of(client, made.results(0).id()) ==
              R"({"account_balance":)" + number + "}");
    }
}

TEST_CASE("a deleted attribute is hidden everywhere; made again of its type it shows what was",
          "[contact][attribute]") {
    Client client;
    const auto attribute = client.create_attribute("Tier", v1::ATTRIBUTE_TYPE_TEXT);
    const auto id = client
                        .create(R"({"primaryPhone":"0612345678","customAttributes":
        {"tier":"gold"}})")
                        .id();
    client.delete_attribute(attribute.id());
    CHECK(attributes_of(client, id) == "{}");
    CHECK(client.upsert(R"([{"primaryPhone":"0612345678","customAttributes":{"tier":"x"}}])")
              .failed() == 1);
    const auto other = client.create_attribute("Tier", v1::ATTRIBUTE_TYPE_NUMBER);
    CHECK(client.refused() == Refusal{});
    CHECK(other.id() != attribute.id());
    CHECK(attributes_of(client, id) == "{}");
    client.delete_attribute(other.id());
    client.create_attribute("Tier", v1::ATTRIBUTE_TYPE_TEXT);
    CHECK(attributes_of(client, id) == R"({"tier":"gold"})");
}

TEST_CASE("lists, audiences, callees and events carry the attributes", "[contact][attribute]") {
    auto client = with_attributes();
    const auto audience = client.create_audience("Debtors");
    const auto answer = client.upsert(
        R"([{"primaryPhone":"0612345678","customAttributes":{"account_balance":1500}}])",
        audience.id());
    const auto id = answer.results(0).id();
    const std::string expected = R"({"account_balance":1500})";
    CHECK(client.list().data(0).custom_attributes() == expected);
    v1::ListAudienceContactsRequest members;
    members.set_id(audience.id());
    CHECK(client.list_members(members).data(0).custom_attributes() == expected);
    const auto callees = client.as_service().snapshot(audience.id(), {id});
    REQUIRE(callees.size() == 1);
    CHECK(callees[0].custom_attributes() == expected);
    CHECK(Suite::shared().ask("SELECT (position('" + expected +
                              "'::bytea in payload) > 0)::text FROM announcements WHERE key = '" +
                              id + "' AND type LIKE '%ContactCreated'") == "true");
}

TEST_CASE("an upsert makes all items but the failed ones members of its audience",
          "[contact][upsert]") {
    Client client;
    const auto audience = client.create_audience("Everyone");
    client.upsert(R"([{"primaryPhone":"0611111111"},{"primaryPhone":"0622222222"}])");
    const auto answer = client.upsert(R"([
        {"primaryPhone":"0611111111"},
        {"primaryPhone":"0622222222","firstName":"F"},
        {"primaryPhone":"0633333333"},
        {"primaryPhone":"+212633333333"},
        {"primaryPhone":"2.12E+11"}])",
                                      audience.id());
    CHECK(client.refused() == Refusal{});
    CHECK(answer.failed() == 1);
    CHECK(client.get_audience(audience.id()).contact_count() == 3);
    CHECK(Suite::shared().ask("SELECT count(*)::text FROM announcements WHERE key = '" +
                              audience.id() + "' AND type LIKE '%AudienceMembersChanged'") == "1");
    client.upsert(R"([{"primaryPhone":"0611111111"}])", audience.id());
    CHECK(client.get_audience(audience.id()).contact_count() == 3);
}

TEST_CASE("an upsert into an audience that is not there writes nothing", "[contact][upsert]") {
    Client client, other;
    const auto foreign = other.create_audience("Theirs");
    client.upsert(R"([{"primaryPhone":"0611111111"}])", foreign.id());
    CHECK(client.refused() == Refusal{"AUDIENCE_NOT_FOUND", {}});
    CHECK(client.list().meta().total() == 0);
}
