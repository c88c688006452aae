#include "base/clock.hpp"
#include "contact/testing/suite.hpp"
#include "rpc/time.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> numbers_in(const v1::ListDoNotCallResponse& page) {
    std::vector<std::string> numbers;
    for (const auto& entry : page.data()) numbers.push_back(entry.number());
    return numbers;
}

v1::ListDoNotCallRequest search(const std::string& words) {
    v1::ListDoNotCallRequest request;
    request.set_search(words);
    return request;
}

v1::AddDoNotCallRequest adding(const std::vector<std::string>& numbers) {
    v1::AddDoNotCallRequest request;
    request.mutable_numbers()->Assign(numbers.begin(), numbers.end());
    return request;
}

/// As if its end had come.
void expire(Client& client) {
    Suite::shared().ask("UPDATE do_not_call SET expires_at = now() - interval '1 second' "
                        "WHERE organization_id = '" +
                        client.organization() + "' RETURNING number");
}

std::string announced(Client& client, const std::string& number) {
    return Suite::shared().ask(
        "SELECT string_agg(type, ' ' ORDER BY xid, id, place) FROM announcements "
        "WHERE key = '" +
        client.organization() + "/" + number + "'");
}

v1::Refusal refusal_of(Client& client, const std::string& contact, const std::string& audience) {
    return client.as_service().snapshot(audience, {contact}).at(0).refusal();
}

} // namespace

TEST_CASE("a listed number is found by a part of it, in any spelling", "[contact][do-not-call]") {
    Client client;
    auto request = adding({"0612345678", "+33698765432", "nobody"});
    request.set_reason("asked by mail");
    request.set_source(v1::DO_NOT_CALL_SOURCE_IMPORT);
    const auto answer = client.add_do_not_call(request);
    REQUIRE(client.refused() == Refusal{});
    CHECK(answer.added() == 2);
    CHECK(answer.failed() == 1);
    CHECK(answer.results(2).has_error());
    CHECK(answer.results(0).number() == "+212612345678");

    using Numbers = std::vector<std::string>;
    CHECK(numbers_in(client.list_do_not_call(search("06 12 34"))) == Numbers{"+212612345678"});
    CHECK(numbers_in(client.list_do_not_call(search("+3369"))) == Numbers{"+33698765432"});
    CHECK(numbers_in(client.list_do_not_call(search("212612345678"))) == Numbers{"+212612345678"});
    CHECK(client.list_do_not_call(search("999")).meta().total() == 0);
    const auto entry = client.list_do_not_call(search("0612345678")).data(0);
    CHECK(entry.id() == answer.results(0).id());
    CHECK(entry.reason() == "asked by mail");
    CHECK(entry.source() == v1::DO_NOT_CALL_SOURCE_IMPORT);
    CHECK_FALSE(entry.has_expires_at());
}

TEST_CASE("the list is walked by number and by cursor", "[contact][do-not-call]") {
    Client client;
    client.add_do_not_call(adding({"0612345673", "0612345671", "0612345672"}));
    v1::ListDoNotCallRequest request;
    request.set_sort_by("number");
    request.set_sort_order(type::v1::SORT_ORDER_ASC);
    request.set_limit(2);
    const auto first = client.list_do_not_call(request);
    CHECK(first.meta().total() == 3);
    CHECK(numbers_in(first) == std::vector<std::string>{"+212612345671", "+212612345672"});
    request.set_cursor(first.meta().next_cursor());
    CHECK(numbers_in(client.list_do_not_call(request)) ==
          std::vector<std::string>{"+212612345673"});
}

TEST_CASE("a long list is counted up to ten thousand, and walked beyond",
          "[contact][do-not-call]") {
    Client client;
    Suite::shared().ask("INSERT INTO do_not_call (organization_id, number, id, source, search_text,"
                        " created_at, updated_at) SELECT '" +
                        client.organization() +
                        "', '+2126' || (10000000 + n), gen_random_uuid(), 'import', '', now(), "
                        "now() FROM generate_series(1, 10050) AS n RETURNING number");
    v1::ListDoNotCallRequest request;
    CHECK(client.list_do_not_call(request).meta().total() == 10'001);
    request.set_limit(50);
    request.set_page(201);
    const auto last = client.list_do_not_call(request);
    CHECK(last.data_size() == 50);
    CHECK(last.meta().total() == 10'050);
    CHECK_FALSE(last.meta().has_next_page());
    request.set_page(200);
    CHECK(client.list_do_not_call(request).meta().has_next_page());
    request.set_limit(49);
    request.set_page(205);
    CHECK(client.list_do_not_call(request).meta().has_next_page());
}

TEST_CASE("an entry that has expired does not count, and is listed anew",
          "[contact][do-not-call]") {
    Client client;
    const auto contact = client.create(R"({"primaryPhone":"0612345678"})").id();
    auto request = adding({"0612345678"});
    rpc::set(*request.mutable_expires_at(), base::SystemClock{}.now() + 1h);
    const auto before = client.add_do_not_call(request).results(0).id();
    CHECK(refusal_of(client, contact, "") == v1::REFUSAL_DO_NOT_CALL);
    expire(client);
    CHECK(refusal_of(client, contact, "") == v1::REFUSAL_UNSPECIFIED);
    CHECK(client.list_do_not_call().meta().total() == 0);
    client.remove_do_not_call({"0612345678"});
    CHECK(client.refused() == Refusal{"DO_NOT_CALL_NOT_FOUND", {}});
    CHECK(client.add_do_not_call(request).added() == 1);
    CHECK(client.list_do_not_call().data(0).id() != before);
}

TEST_CASE("numbers are taken off the list in bulk and by id", "[contact][do-not-call]") {
    Client client;
    client.add_do_not_call(adding({"0612345671", "0612345672", "0612345673"}));
    client.remove_do_not_call({"+212 612 345 671", "0612345699"});
    CHECK(client.refused() == Refusal{});
    const auto left = client.list_do_not_call();
    CHECK(left.meta().total() == 2);
    client.delete_do_not_call(left.data(0).id());
    CHECK(client.refused() == Refusal{});
    CHECK(client.list_do_not_call().meta().total() == 1);
    client.delete_do_not_call(left.data(0).id());
    CHECK(client.refused() == Refusal{"DO_NOT_CALL_NOT_FOUND", {}});
    client.remove_do_not_call({"0612345671"});
    CHECK(client.refused() == Refusal{"DO_NOT_CALL_NOT_FOUND", {}});
    client.remove_do_not_call({"0612345671", "x"});
    CHECK(client.refused() == Refusal{"VALIDATION", {"numbers[1]"}});
    client.remove_do_not_call({});
    CHECK(client.refused() == Refusal{"VALIDATION", {"numbers"}});
}

TEST_CASE("another organization's list is not seen, and binds nobody else",
          "[contact][do-not-call]") {
    Client owner, other;
    const auto listed = owner.list_number("0612345678").results(0).id();
    const auto contact = other.create(R"({"primaryPhone":"0612345678"})").id();
    CHECK(other.list_do_not_call().meta().total() == 0);
    CHECK(refusal_of(other, contact, "") == v1::REFUSAL_UNSPECIFIED);
    other.delete_do_not_call(listed);
    CHECK(other.refused() == Refusal{"DO_NOT_CALL_NOT_FOUND", {}});
    other.remove_do_not_call({"0612345678"});
    CHECK(other.refused() == Refusal{"DO_NOT_CALL_NOT_FOUND", {}});
    CHECK(owner.list_do_not_call().meta().total() == 1);
}

TEST_CASE("an agent reads the list and does not change it", "[contact][do-not-call]") {
    Client client;
    auto agent = client.as(rpc::Role::agent);
    agent.list_do_not_call();
    CHECK(agent.refused() == Refusal{});
    agent.list_number("0612345678");
    CHECK(agent.refused() == Refusal{"FORBIDDEN", {}});
    agent.remove_do_not_call({"0612345678"});
    CHECK(agent.refused() == Refusal{"FORBIDDEN", {}});
}

TEST_CASE("who is listed after the launch is refused when the call is leased",
          "[contact][do-not-call][membership]") {
    Client client;
    const auto contact = client.create(R"({"primaryPhone":"06 12 34 56 78"})").id();
    const auto audience = client.create_audience("customers").id();
    client.add(audience, {contact});
    const auto launched = client.as_service().describe(audience).version();
    CHECK(refusal_of(client, contact, audience) == v1::REFUSAL_UNSPECIFIED);
    client.list_number("00212612345678");
    CHECK(refusal_of(client, contact, audience) == v1::REFUSAL_DO_NOT_CALL);
    CHECK(client.as_service().members(audience, launched).size() == 1); // the count stays whole
    client.remove_do_not_call({"0612345678"});
    CHECK(refusal_of(client, contact, audience) == v1::REFUSAL_UNSPECIFIED);
}

TEST_CASE("changes of the list are announced in the order of the number",
          "[contact][do-not-call]") {
    Client client;
    client.list_number("0612345678");
    client.list_number("0612345678"); // nothing new
    auto request = adding({"0612345678"});
    request.set_source(v1::DO_NOT_CALL_SOURCE_IVR);
    client.add_do_not_call(request);
    client.remove_do_not_call({"0612345678"});
    client.list_number("0612345678");
    const std::string added = "hatif.contact.v1.DoNotCallAdded";
    CHECK(announced(client, "+212612345678") ==
          added + " " + added + " hatif.contact.v1.DoNotCallRemoved " + added);
}

TEST_CASE("ten thousand numbers are listed at once", "[contact][do-not-call]") {
    Client client;
    std::vector<std::string> numbers;
    for (int i = 0; i < 10'000; ++i) numbers.push_back("06" + std::to_string(10'000'000 + i * 7));
    CHECK(client.add_do_not_call(adding(numbers)).added() == 10'000);
    CHECK(client.add_do_not_call(adding(numbers)).unchanged() == 10'000);
    CHECK(client.list_do_not_call().meta().total() == 10'000);
    client.remove_do_not_call(numbers);
    CHECK(client.list_do_not_call().meta().total() == 0);
}
