#include "contact/testing/calls.hpp"
#include "rpc/time.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <thread>
#include <vector>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;
using namespace std::chrono_literals;

namespace {

struct Given {
    Client client;
    v1::Contact contact = client.create(R"({"primaryPhone":"0612345678"})");
    Calls calls{client};

    v1::Contact now() { return client.get(contact.id()); }
};

std::string announced(const std::string& contact) {
    return Suite::shared().ask("SELECT string_agg(substr(type, 18), ' ' ORDER BY xid, id, place) "
                               "FROM announcements WHERE key = '" +
                               contact + "'");
}

std::int64_t found(Client& client, const v1::ListContactsRequest& request) {
    return client.list(request).meta().total();
}

} // namespace

TEST_CASE("who was never called has an engagement of zeros", "[contact][engagement]") {
    Given given;
    for (const auto& it : {given.contact, given.now(), given.client.list().data(0)}) {
        REQUIRE(it.has_engagement());
        CHECK(it.engagement().calls() == 0);
        CHECK_FALSE(it.engagement().has_last_called_at());
    }
}

TEST_CASE("calls show in the engagement, and leave the contact's updatedAt",
          "[contact][engagement]") {
    Given given;
    given.calls.take({given.calls.failed(given.contact, noon, "sip_486_busy_here"),
                      given.calls.answered(given.contact, noon + 1h),
                      given.calls.failed(given.contact, noon + 2h, "sip_480_x")});
    const auto now = given.now();
    CHECK(now.engagement().calls() == 3);
    CHECK(now.engagement().answered() == 1);
    CHECK(rpc::from_wire(now.engagement().last_called_at()) == noon + 2h);
    CHECK(rpc::from_wire(now.engagement().last_answered_at()) == noon + 1h);
    CHECK(now.engagement().consecutive_failures() == 1);
    CHECK(now.updated_at().DebugString() == given.contact.updated_at().DebugString());
    CHECK(announced(given.contact.id()) == "ContactCreated");

    const auto audience = given.client.create_audience("customers").id();
    given.client.add(audience, {given.contact.id()});
    v1::ListAudienceContactsRequest request;
    request.set_id(audience);
    CHECK(given.client.list_members(request).data(0).engagement().calls() == 3);
}

TEST_CASE("an event that comes again counts once", "[contact][engagement]") {
    Given given;
    const auto event = given.calls.answered(given.contact, noon);
    given.calls.take({event, event}, 7);
    given.calls.take({event, event}, 7);
    given.calls.take({event}, 8);
    CHECK(given.now().engagement().calls() == 2);
    given.calls.take({event});
    CHECK(given.now().engagement().calls() == 3);
}

TEST_CASE("test calls and strangers are not counted", "[contact][engagement]") {
    Given given, other;
    auto test = given.calls.answered(given.contact, noon);
    test.mutable_attempt_ended()->set_test(true);
    given.calls.take({test, given.calls.answered(other.contact, noon)}); // not its organization's
    CHECK(given.now().engagement().calls() == 0);
    CHECK(other.now().engagement().calls() == 0);
    given.client.remove(given.contact.id());
    given.calls.take({given.calls.answered(given.contact, noon)});
    CHECK(Suite::shared().ask("SELECT count(*)::text FROM contact_engagement WHERE contact_id = '" +
                              given.contact.id() + "'") == "0");
}

TEST_CASE("a phone that failed for good on three days is unreachable until answered",
          "[contact][engagement]") {
    Given given;
    auto& [client, contact, calls] = given;
    auto scheduler = client.as_service();
    calls.take({calls.failed(contact, noon), calls.failed(contact, noon + 1h)});
    calls.take({calls.failed(contact, noon + 24h)});
    CHECK(given.now().phone_status() == v1::PHONE_STATUS_VALID);
    calls.take({calls.failed(contact, noon + 48h)});
    const auto gone = given.now();
    CHECK(gone.phone_status() == v1::PHONE_STATUS_UNREACHABLE);
    CHECK(gone.updated_at().DebugString() != contact.updated_at().DebugString());
    CHECK(scheduler.snapshot("", {contact.id()}).at(0).refusal() == v1::REFUSAL_UNREACHABLE);
    const auto asked = scheduler.snapshot("", {contact.id()}, true).at(0);
    CHECK(asked.refusal() == v1::REFUSAL_UNSPECIFIED);
    CHECK(asked.phone() == contact.phone_e164());
    calls.take({calls.failed(contact, noon + 72h)}); // no news
    client.upsert(R"([{"primaryPhone":"0612345678","city":"Fès"}])");
    CHECK(given.now().phone_status() == v1::PHONE_STATUS_UNREACHABLE);

    calls.take({calls.answered(contact, noon + 96h)});
    CHECK(given.now().phone_status() == v1::PHONE_STATUS_VALID);
    CHECK(scheduler.snapshot("", {contact.id()}).at(0).refusal() == v1::REFUSAL_UNSPECIFIED);
    CHECK(announced(contact.id()) == "ContactCreated ContactUpdated ContactUpdated ContactUpdated");
    calls.take({calls.failed(contact, noon + 120h), calls.failed(contact, noon + 144h)});
    CHECK(given.now().phone_status() == v1::PHONE_STATUS_VALID); // the days begin anew
}

TEST_CASE("failures for good do not count while their trunk fails so, also over batches",
          "[contact][engagement]") {
    Given given;
    auto& [client, contact, calls] = given;
    const auto other = client.create(R"({"primaryPhone":"0612345679"})");
    const auto trunk = base::Uuid::v7(base::SystemClock{}.now()).to_string();
    const auto by_trunk = [&](program::v1::ExecutionEvent event) {
        event.mutable_attempt_ended()->set_trunk_id(trunk);
        return event;
    };
    for (int i = 0; i < 15; ++i) calls.take({by_trunk(calls.failed(other, noon))});
    for (int day = 0; day < 4; ++day) {
        calls.take({by_trunk(calls.failed(contact, noon + day * 24h))});
    }
    CHECK(given.now().phone_status() == v1::PHONE_STATUS_VALID);
    for (int i = 0; i < 100; ++i) calls.take({by_trunk(calls.answered(other, noon + 120h))});
    for (int day = 6; day < 9; ++day) {
        calls.take({by_trunk(calls.failed(contact, noon + day * 24h))});
    }
    CHECK(given.now().phone_status() == v1::PHONE_STATUS_UNREACHABLE);
    CHECK(client.get(other.id()).phone_status() == v1::PHONE_STATUS_VALID);
}

TEST_CASE("contacts are listed by their engagement", "[contact][engagement]") {
    Given given;
    auto& [client, contact, calls] = given;
    const auto active = client.create(R"({"primaryPhone":"0612345679"})");
    client.create(R"({"primaryPhone":"0612345670"})"); // never called
    calls.take({calls.answered(active, noon + 1h), calls.answered(contact, noon - 1h),
                calls.failed(contact, noon + 2h), calls.failed(contact, noon + 26h)});

    v1::ListContactsRequest inactive;
    rpc::set(*inactive.mutable_inactive_since(), noon);
    CHECK(found(client, inactive) == 2);
    rpc::set(*inactive.mutable_inactive_since(), noon - 2h);
    CHECK(found(client, inactive) == 1);

    v1::ListContactsRequest failing;
    failing.set_consecutive_failures(2);
    const auto page = client.list(failing);
    REQUIRE(page.data_size() == 1);
    CHECK(page.data(0).id() == contact.id());
    CHECK(page.data(0).engagement().consecutive_failures() == 2);
    failing.set_consecutive_failures(3);
    CHECK(found(client, failing) == 0);
    failing.set_consecutive_failures(0);
    CHECK(found(client, failing) == 3);

    calls.take({calls.failed(contact, noon + 50h)});
    v1::ListContactsRequest unreachable;
    unreachable.set_phone_status(v1::PHONE_STATUS_UNREACHABLE);
    CHECK(found(client, unreachable) == 1);
}

// Two replicas, each with partitions of its own, meet on the same people.
TEST_CASE("calls that several readers take at once are all counted", "[contact][engagement]") {
    Given given;
    auto& [client, contact, calls] = given;
    const auto other = client.create(R"({"primaryPhone":"0612345679"})");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            Calls partition{client};
            for (int n = 0; n < 20; ++n) {
                const auto at = noon + i * 1min + n * 24h;
                const auto busy = [&](const v1::Contact& who) {
                    return partition.failed(who, at, "sip_486_busy_here");
                };
                partition.take({i % 2 == 0 ? busy(contact) : partition.answered(other, at),
                                busy(i % 2 == 0 ? other : contact)});
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(given.now().engagement().calls() == 80);
    CHECK(given.now().engagement().consecutive_failures() == 80);
    const auto both = client.get(other.id()).engagement();
    CHECK(both.calls() == 80);
    CHECK(both.answered() == 40);
}
