#include "contact/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

namespace {

std::vector<std::string> names(const v1::ListCustomAttributesResponse& page) {
    std::vector<std::string> all;
    for (const auto& attribute : page.data()) all.push_back(attribute.name());
    return all;
}

} // namespace

TEST_CASE("a custom attribute is read as it was created", "[contact][attribute]") {
    Client client;
    const auto made =
        client.create_attribute("Account Balance", v1::ATTRIBUTE_TYPE_NUMBER, "in dirhams");
    REQUIRE(client.refused() == Refusal{});
    CHECK(made.name() == "account_balance");
    CHECK(made.display_name() == "Account Balance");
    CHECK(made.description() == "in dirhams");
    CHECK(made.type() == v1::ATTRIBUTE_TYPE_NUMBER);
    CHECK(made.organization_id() == client.organization());
    CHECK(client.get_attribute(made.id()).DebugString() == made.DebugString());
    CHECK(client.attribute_names() == std::vector<std::string>{"account_balance"});
}

TEST_CASE("one name stands for one attribute of an organization", "[contact][attribute]") {
    Client client, other;
    client.create_attribute("Account Balance", v1::ATTRIBUTE_TYPE_NUMBER);
    client.create_attribute("account  BALANCE", v1::ATTRIBUTE_TYPE_TEXT);
    CHECK(client.refused() == Refusal{"CUSTOM_ATTRIBUTE_ALREADY_EXISTS", {}});
    other.create_attribute("Account Balance", v1::ATTRIBUTE_TYPE_TEXT);
    CHECK(other.refused() == Refusal{});
}

TEST_CASE("an attribute that cannot be is refused by member", "[contact][attribute]") {
    Client client;
    client.create_attribute("ab", v1::ATTRIBUTE_TYPE_UNSPECIFIED);
    CHECK(client.refused() == Refusal{"VALIDATION", {"displayName", "type"}});
}

TEST_CASE("an update changes the description alone, and null clears it", "[contact][attribute]") {
    Client client;
    const auto made = client.create_attribute("Tier", v1::ATTRIBUTE_TYPE_TEXT, "gold or silver");
    v1::UpdateCustomAttributeRequest request;
    request.set_id(made.id());
    CHECK(client.update_attribute(request).description() == "gold or silver");
    request.set_description("by revenue");
    const auto changed = client.update_attribute(request);
    CHECK(changed.description() == "by revenue");
    CHECK(changed.display_name() == "Tier");
    request.clear_description();
    request.add_cleared("description");
    CHECK_FALSE(client.update_attribute(request).has_description());
    CHECK_FALSE(client.get_attribute(made.id()).has_description());
    request.set_description(std::string(257, 'x'));
    request.clear_cleared();
    client.update_attribute(request);
    CHECK(client.refused() == Refusal{"VALIDATION", {"description"}});
}

TEST_CASE("another organization's attribute is not there", "[contact][attribute]") {
    Client client, other;
    const auto id = client.create_attribute("Tier", v1::ATTRIBUTE_TYPE_TEXT).id();
    const Refusal none{"CUSTOM_ATTRIBUTE_NOT_FOUND", {}};
    other.get_attribute(id);
    CHECK(other.refused() == none);
    v1::UpdateCustomAttributeRequest request;
    request.set_id(id);
    other.update_attribute(request);
    CHECK(other.refused() == none);
    other.delete_attribute(id);
    CHECK(other.refused() == none);
    CHECK(other.list_attributes().data_size() == 0);
    client.delete_attribute(id);
    CHECK(client.refused() == Refusal{});
    client.get_attribute(id);
    CHECK(client.refused() == none);
    CHECK(client.attribute_names().empty());
}

TEST_CASE("attributes are listed by pages and by cursors, searched and sorted",
          "[contact][attribute]") {
    Client client;
    for (const auto* name : {"Balance", "Élite", "Tier", "Age", "City Tier"}) {
        client.create_attribute(name, v1::ATTRIBUTE_TYPE_TEXT);
    }
    CHECK(names(client.list_attributes()) ==
          std::vector<std::string>{"city_tier", "age", "tier", "elite", "balance"});
    v1::ListCustomAttributesRequest search;
    search.set_search("TIER");
    CHECK(client.list_attributes(search).meta().total() == 2);
    search.set_search("élite");
    CHECK(names(client.list_attributes(search)) == std::vector<std::string>{"elite"});

    const auto sort = GENERATE(as<std::string>{}, "displayName", "name", "createdAt");
    v1::ListCustomAttributesRequest request;
    request.set_sort_by(sort);
    request.set_sort_order(type::v1::SORT_ORDER_ASC);
    const auto whole = names(client.list_attributes(request));
    request.set_limit(2);
    std::vector<std::string> walked;
    for (bool more = true; more;) {
        const auto page = client.list_attributes(request);
        REQUIRE(client.refused() == Refusal{});
        for (const auto& name : names(page)) walked.push_back(name);
        more = page.meta().has_next_cursor();
        request.set_cursor(page.meta().next_cursor());
    }
    CHECK(walked == whole);
    CHECK(walked.size() == 5);
}

TEST_CASE("an agent reads attributes, a manager defines them", "[contact][attribute]") {
    Client client;
    auto agent = client.as(rpc::Role::agent);
    agent.create_attribute("Tier", v1::ATTRIBUTE_TYPE_TEXT);
    CHECK(agent.refused() == Refusal{"FORBIDDEN", {}});
    agent.list_attributes();
    CHECK(agent.refused() == Refusal{});
}
