#include "contact/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

namespace {

const std::string nobody = "0192f3a4-0000-7000-8000-000000000001";

std::vector<std::string> first_names(const v1::ListContactsResponse& page) {
    std::vector<std::string> names;
    for (const auto& contact : page.data()) names.push_back(contact.first_name());
    return names;
}

v1::ListContactsRequest search(const std::string& words) {
    v1::ListContactsRequest request;
    request.set_search(words);
    return request;
}

std::string outbox_of(const std::string& key) {
    return Suite::shared().ask("SELECT coalesce(string_agg(type, ' ' ORDER BY xid, id, place), '') "
                               "FROM announcements WHERE key = '" +
                               key + "'");
}

} // namespace

TEST_CASE("a created contact is read as it was sent", "[contact][service]") {
    Client client;
    const auto made = client.create(R"({"primaryPhone":"06-12-34-56-78","firstName":"Fatima",
        "lastName":"Alami","channels":["sms","a \"quoted\\ one"],"language":"ar"})");
    REQUIRE(client.refused() == Refusal{});
    const auto read = client.get(made.id());
    CHECK(read.DebugString() == made.DebugString());
    CHECK(read.primary_phone() == "06-12-34-56-78");
    CHECK(read.phone_e164() == "+212612345678");
    CHECK(read.phone_status() == v1::PHONE_STATUS_VALID);
    CHECK(read.full_name() == "Fatima Alami");
    CHECK(read.channels(1) == "a \"quoted\\ one");
    CHECK_FALSE(read.has_city());
    CHECK(read.organization_id() == client.organization());
    CHECK(outbox_of(made.id()) == "hatif.contact.v1.ContactCreated");
}

TEST_CASE("one phone is one contact, in any spelling", "[contact][service]") {
    Client client;
    client.create(R"({"primaryPhone":"0612345678"})");
    client.create(R"({"primaryPhone":"+212612345678"})");
    CHECK(client.refused() == Refusal{"CONTACT_ALREADY_EXISTS", {}});
}

TEST_CASE("a wrong contact is refused with all that is wrong", "[contact][service]") {
    Client client;
    client.create(R"({"gender":"x","nickname":"y"})");
    CHECK(client.refused() == Refusal{"VALIDATION", {"gender", "nickname", "primaryPhone"}});
}

TEST_CASE("what belongs to another organization is not found", "[contact][service]") {
    Client owner, other;
    const auto made = owner.create(R"({"primaryPhone":"0612345678"})");
    const auto unseen = Refusal{"CONTACT_NOT_FOUND", {}};
    other.get(made.id());
    CHECK(other.refused() == unseen);
    other.remove(made.id());
    CHECK(other.refused() == unseen);
    other.get(nobody);
    CHECK(other.refused() == unseen);
    other.get("not a uuid");
    CHECK(other.refused() == unseen);
    CHECK(other.list().data_size() == 0);
    owner.get(made.id());
    CHECK(owner.refused() == Refusal{});
}

TEST_CASE("an agent reads and does not write", "[contact][service]") {
    auto client = Client{"MA", rpc::Role::agent};
    client.list();
    CHECK(client.refused() == Refusal{});
    client.create(R"({"primaryPhone":"0612345678"})");
    CHECK(client.refused() == Refusal{"FORBIDDEN", {}});
}

TEST_CASE("an upsert answers for each item in its order", "[contact][service]") {
    Client client;
    client.upsert(R"([{"primaryPhone":"0611111111","firstName":"Known","city":"Fès"},
                      {"primaryPhone":"0622222222","firstName":"Same"}])");
    const auto answer = client.upsert(R"([
        {"primaryPhone":"0611111111","firstName":"Changed"},
        {"primaryPhone":"0622222222","firstName":"Same"},
        {"primaryPhone":"2.12E+11"},
        {"primaryPhone":"0633333333","firstName":"New"},
        {"primaryPhone":"+212633333333","lastName":"Later"}])");
    REQUIRE(client.refused() == Refusal{});
    REQUIRE(answer.results_size() == 5);
    CHECK(answer.created() == 1);
    CHECK(answer.updated() == 2);
    CHECK(answer.unchanged() == 1);
    CHECK(answer.failed() == 1);
    CHECK(answer.results(0).outcome() == v1::UPSERT_OUTCOME_UPDATED);
    CHECK(answer.results(1).outcome() == v1::UPSERT_OUTCOME_UNCHANGED);
    CHECK(answer.results(2).outcome() == v1::UPSERT_OUTCOME_FAILED);
    CHECK_FALSE(answer.results(2).has_id());
    CHECK(answer.results(2).errors(0).path() == "primaryPhone");
    CHECK(answer.results(3).id() == answer.results(4).id());
    CHECK(answer.results(4).index() == 4);

    const auto changed = client.get(answer.results(0).id());
    CHECK(changed.first_name() == "Changed");
    CHECK(changed.city() == "Fès");
    const auto made = client.get(answer.results(3).id());
    CHECK(made.full_name() == "New Later");
    CHECK(client.list().meta().total() == 3);
    CHECK(outbox_of(changed.id()) ==
          "hatif.contact.v1.ContactCreated hatif.contact.v1.ContactUpdated");
    CHECK(outbox_of(answer.results(1).id()) == "hatif.contact.v1.ContactCreated");
}

TEST_CASE("an upsert clears what is sent as null", "[contact][service]") {
    Client client;
    client.upsert(R"([{"primaryPhone":"0611111111","firstName":"F","channels":["sms"]}])");
    const auto answer =
        client.upsert(R"([{"primaryPhone":"0611111111","firstName":null,"channels":[]}])");
    const auto cleared = client.get(answer.results(0).id());
    CHECK_FALSE(cleared.has_first_name());
    CHECK(cleared.channels_size() == 0);
}

TEST_CASE("an upsert of no items, or too many, is refused whole", "[contact][service]") {
    Client client;
    client.upsert("[]");
    CHECK(client.refused() == Refusal{"VALIDATION", {"data"}});
}

TEST_CASE("a repeated Idempotency-Key gives the first answer again", "[contact][service]") {
    Client client;
    client.next_idempotency_key("once");
    const auto first = client.create(R"({"primaryPhone":"0612345678"})");
    client.next_idempotency_key("once");
    const auto again = client.create(R"({"primaryPhone":"0612345678"})");
    CHECK(client.refused() == Refusal{});
    CHECK(first.id() == again.id());
    client.next_idempotency_key("once");
    client.create(R"({"primaryPhone":"0699999999"})");
    CHECK(client.refused() == Refusal{"IDEMPOTENCY_KEY_REUSED", {}});
}

TEST_CASE("a deleted contact is hidden, and its phone makes a new one", "[contact][service]") {
    Client client;
    const auto first = client.create(R"({"primaryPhone":"0612345678"})");
    client.remove(first.id());
    CHECK(client.refused() == Refusal{});
    client.get(first.id());
    CHECK(client.refused() == Refusal{"CONTACT_NOT_FOUND", {}});
    client.remove(first.id());
    CHECK(client.refused() == Refusal{"CONTACT_NOT_FOUND", {}});
    CHECK(client.list().meta().total() == 0);
    const auto second = client.upsert(R"([{"primaryPhone":"0612345678"}])");
    CHECK(second.created() == 1);
    CHECK(second.results(0).id() != first.id());
    CHECK(client.list().meta().total() == 1);
    CHECK(outbox_of(first.id()) ==
          "hatif.contact.v1.ContactCreated hatif.contact.v1.ContactDeleted");
}

TEST_CASE("contacts are found by name, phone and e-mail", "[contact][service]") {
    Client client;
    client.upsert(R"([
        {"primaryPhone":"0611111111","firstName":"Élodie","primaryEmail":"elo_die@example.com"},
        {"primaryPhone":"0622222222","firstName":"Omar"}])");
    const std::vector<std::string> elodie{"Élodie"};
    const auto words = GENERATE(as<std::string>{}, "elodie", "ÉLOD", "el", "0611111111",
                                "+212 611 111 111", "00212611", "1111", "O_DIE@");
    CAPTURE(words);
    CHECK(first_names(client.list(search(words))) == elodie);
    CHECK(client.list(search(words)).meta().total() == 1);
    CHECK(client.list(search("100%")).data_size() == 0);
}

TEST_CASE("a list is walked by pages and by cursors alike", "[contact][service]") {
    Client client;
    std::string data;
    for (char c = 'a'; c <= 'i'; ++c) {
        data += std::string{data.empty() ? "[" : ","} + R"({"primaryPhone":"061111111)" +
                static_cast<char>('1' + c - 'a') + R"(","firstName":")" + c + "\"}";
    }
    client.upsert(data + R"(,{"primaryPhone":"0610000000"}])");
    const auto sort = GENERATE(as<std::string>{}, "createdAt", "firstName", "lastName",
                               "primaryPhone", "primaryEmail");
    const auto order = GENERATE(type::v1::SORT_ORDER_ASC, type::v1::SORT_ORDER_DESC);
    CAPTURE(sort, order);
    v1::ListContactsRequest request;
    request.set_sort_by(sort);
    request.set_sort_order(order);
    request.set_limit(4);
    std::vector<std::string> by_page, by_cursor;
    for (std::uint32_t number = 1; number <= 3; ++number) {
        request.set_page(number);
        const auto page = client.list(request);
        REQUIRE(client.refused() == Refusal{});
        CHECK(page.meta().total() == 10);
        CHECK(page.meta().total_pages() == 3);
        CHECK(page.meta().has_next_page() == (number < 3));
        CHECK(page.meta().has_previous_page() == (number > 1));
        for (const auto& contact : page.data()) by_page.push_back(contact.id());
    }
    request.clear_page();
    for (bool more = true; more;) {
        const auto page = client.list(request);
        REQUIRE(client.refused() == Refusal{});
        for (const auto& contact : page.data()) by_cursor.push_back(contact.id());
        more = page.meta().has_next_cursor();
        request.set_cursor(page.meta().next_cursor());
    }
    CHECK(by_page.size() == 10);
    CHECK(by_page == by_cursor);
}

TEST_CASE("names are sorted as people sort them", "[contact][service]") {
    Client client;
    client.upsert(R"([{"primaryPhone":"0611111111","firstName":"Zoé"},
                      {"primaryPhone":"0622222222","firstName":"Élodie"},
                      {"primaryPhone":"0633333333","firstName":"adam"},
                      {"primaryPhone":"0644444444","firstName":"Fatima"}])");
    v1::ListContactsRequest request;
    request.set_sort_by("firstName");
    request.set_sort_order(type::v1::SORT_ORDER_ASC);
    CHECK(first_names(client.list(request)) ==
          std::vector<std::string>{"adam", "Élodie", "Fatima", "Zoé"});
}

TEST_CASE("a list that cannot be is refused by member", "[contact][service]") {
    Client client;
    v1::ListContactsRequest request;
    request.set_limit(101);
    request.set_page(0);
    request.set_sort_by("city");
    request.set_search(std::string(101, 'x'));
    client.list(request);
    CHECK(client.refused() == Refusal{"VALIDATION", {"page", "limit", "search", "sortBy"}});
}

TEST_CASE("upserts of the same phones at once neither double nor deadlock", "[contact][service]") {
    Client client;
    const auto load = [&client](int from) {
        auto own = client;
        for (int round = 0; round < 5; ++round) {
            std::string data;
            for (int i = 0; i < 100; ++i) {
                // In opposite orders, so that unsorted batches would lock crosswise.
                const int n = from == 0 ? i : 99 - i;
                data += std::string{data.empty() ? "[" : ","} + R"({"primaryPhone":"06111111)" +
                        std::to_string(n / 10) + std::to_string(n % 10) + R"(","firstName":")" +
                        std::to_string(from * 10 + round) + "\"}";
            }
            own.upsert(data + "]");
            if (!own.refused().reason.empty()) return false;
        }
        return true;
    };
    bool first = false, second = false;
    std::thread one{[&] { first = load(0); }};
    std::thread two{[&] { second = load(1); }};
    one.join();
    two.join();
    CHECK(first);
    CHECK(second);
    CHECK(client.list().meta().total() == 100);
    CHECK(Suite::shared().ask("SELECT count(*)::text FROM contacts WHERE organization_id = '" +
                              client.organization() + "'") == "100");
}
