#include "contact/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

namespace {

const std::string nobody = "0192f3a4-0000-7000-8000-000000000001";

/// As many contacts, named alike, in the audience if there is one; their ids.
std::vector<std::string> contacts(Client& client, int count, const std::string& audience = {}) {
    std::vector<std::string> ids;
    for (int from = 0; from < count; from += 1'000) {
        std::string data;
        for (int i = from; i < std::min(count, from + 1'000); ++i) {
            data += std::string{data.empty() ? "[" : ","} + R"({"primaryPhone":"+2126)" +
                    std::to_string(10'000'000 + i) + R"(","firstName":"Fatima"})";
        }
        const auto answer = client.upsert(data + "]", audience);
        for (const auto& result : answer.results()) ids.push_back(result.id());
    }
    return ids;
}

std::string announced(const Client& client, const std::string& type) {
    return Suite::shared().ask(
        "SELECT count(*)::text FROM announcements WHERE type = 'hatif.contact.v1." + type +
        "' AND position('" + client.organization() + "'::bytea in payload) > 0");
}

} // namespace

TEST_CASE("contacts are deleted by their ids, unknown ones are named", "[contact][bulk-delete]") {
    Client client, other;
    const auto audience = client.create_audience("Everyone");
    const auto ids = contacts(client, 5, audience.id());
    const auto foreign = contacts(other, 1);
    v1::BulkDeleteContactsRequest request;
    for (const auto& id : {ids[0], nobody, ids[1], foreign[0], ids[0]}) request.add_ids(id);
    const auto answer = client.bulk_delete(request);
    REQUIRE(client.refused() == Refusal{});
    CHECK(answer.deleted() == 2);
    CHECK(std::vector<std::string>(answer.unknown().begin(), answer.unknown().end()) ==
          std::vector<std::string>{nobody, foreign[0]});
    CHECK(client.list().meta().total() == 3);
    CHECK(client.get_audience(audience.id()).contact_count() == 3);
    CHECK(other.list().meta().total() == 1);
    CHECK(announced(client, "ContactDeleted") == "2");
    client.get(ids[0]);
    CHECK(client.refused() == Refusal{"CONTACT_NOT_FOUND", {}});
    CHECK(client.bulk_delete(request).deleted() == 0);
}

TEST_CASE("contacts are deleted by their phones in any spelling", "[contact][bulk-delete]") {
    Client client;
    client.upsert(R"([{"primaryPhone":"0611111111"},{"primaryPhone":"0622222222"}])");
    v1::BulkDeleteContactsRequest request;
    for (const auto* phone : {"+212611111111", "06-11-11-11-11", "0699999999", "no phone"}) {
        request.add_phones(phone);
    }
    const auto answer = client.bulk_delete(request);
    CHECK(answer.deleted() == 1);
    CHECK(std::vector<std::string>(answer.unknown().begin(), answer.unknown().end()) ==
          std::vector<std::string>{"0699999999", "no phone"});
    CHECK(client.list().meta().total() == 1);
}

TEST_CASE("all that a filter finds is deleted, in portions, and counted exactly",
          "[contact][bulk-delete]") {
    Client client;
    const auto audience = client.create_audience("Everyone");
    const auto small = client.create_audience("Some");
    const auto ids = contacts(client, 2'500, audience.id());
    client.add(small.id(), {ids[0], ids[1], ids[2'400]});
    client.upsert(R"([{"primaryPhone":"0799999999","firstName":"Omar"}])", audience.id());
    v1::BulkDeleteContactsRequest request;
    request.mutable_filter()->set_search("fatima");
    client.next_idempotency_key("clean-up");
    const auto answer = client.bulk_delete(request);
    REQUIRE(client.refused() == Refusal{});
    CHECK(answer.deleted() == 2'500);
    CHECK(answer.unknown_size() == 0);
    CHECK(client.list().meta().total() == 1);
    CHECK(client.get_audience(audience.id()).contact_count() == 1);
    CHECK(client.get_audience(small.id()).contact_count() == 0);
    CHECK(announced(client, "ContactDeleted") == "2500");
    CHECK(Suite::shared().ask("SELECT count(*)::text FROM memberships WHERE audience_id = '" +
                              audience.id() + "' AND removed_version IS NULL") == "1");
    // A repeat of the request is answered as before, whoever has come since.
    contacts(client, 10);
    client.next_idempotency_key("clean-up");
    CHECK(client.bulk_delete(request).deleted() == 2'500);
    CHECK(client.list().meta().total() == 11);
    CHECK(client.bulk_delete(request).deleted() == 10);
}

TEST_CASE("a filter deletes by phone status too", "[contact][bulk-delete]") {
    Client client;
    client.upsert(R"([{"primaryPhone":"0611111111"},{"primaryPhone":"555"}])");
    v1::BulkDeleteContactsRequest request;
    request.mutable_filter()->set_phone_status(v1::PHONE_STATUS_INVALID);
    CHECK(client.bulk_delete(request).deleted() == 1);
    CHECK(client.list().data(0).primary_phone() == "0611111111");
}

TEST_CASE("a bulk deletion that names nothing is refused", "[contact][bulk-delete]") {
    Client client;
    contacts(client, 3);
    client.bulk_delete({});
    CHECK(client.refused() == Refusal{"VALIDATION", {"body"}});
    v1::BulkDeleteContactsRequest all;
    all.mutable_filter();
    client.bulk_delete(all);
    CHECK(client.refused() == Refusal{"VALIDATION", {"filter"}});
    all.mutable_filter()->set_search("ـ"); // folded, nothing is left of it
    client.bulk_delete(all);
    CHECK(client.refused() == Refusal{"VALIDATION", {"filter"}});
    all.mutable_filter()->set_phone_status(v1::PHONE_STATUS_VALID);
    CHECK(client.bulk_delete(all).deleted() == 0);
    v1::ListContactsRequest marks;
    marks.set_search("ـ");
    CHECK(client.list(marks).meta().total() == 0);
    CHECK(client.list().meta().total() == 3);
}
