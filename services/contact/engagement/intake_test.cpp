#include "contact/engagement/intake.hpp"

#include "base/clock.hpp"
#include "contact/testing/suite.hpp"
#include "kafka/cloud_event.hpp"
#include "rpc/time.hpp"

#include <hatif/program/v1/execution_events.pb.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;
using namespace std::chrono_literals;

namespace {

const base::Instant noon{1'700'049'600s};

/// An execution of the client, whose calls end as the test says.
class Calls {
public:
    explicit Calls(const Client& client) : organization_{client.organization()} {}

    program::v1::ExecutionEvent ended(const v1::Contact& contact, base::Instant at) const {
        program::v1::ExecutionEvent event;
        event.set_organization_id(organization_);
        event.set_execution_id(execution_);
        auto& it = *event.mutable_attempt_ended();
        it.set_contact_id(contact.id());
        it.set_to(contact.phone_e164());
        rpc::set(*it.mutable_started_at(), at);
        rpc::set(*it.mutable_ended_at(), at + 20s);
        return event;
    }

    program::v1::ExecutionEvent answered(const v1::Contact& contact, base::Instant at) const {
        auto event = ended(contact, at);
        event.mutable_attempt_ended()->set_outcome(type::v1::OUTCOME_COMPLETED);
        event.mutable_attempt_ended()->set_answered(true);
        return event;
    }

    program::v1::ExecutionEvent failed(const v1::Contact& contact,
                                       base::Instant at,
                                       const std::string& reason = "sip_404_not_found") const {
        auto event = ended(contact, at);
        event.mutable_attempt_ended()->set_outcome(type::v1::OUTCOME_FAILED);
        event.mutable_attempt_ended()->set_outcome_reason(reason);
        return event;
    }

    /// As the consumer hands them over, each at the next place of the outbox; `from` another one.
    void take(const std::vector<program::v1::ExecutionEvent>& events, std::uint64_t from = 0) {
        std::deque<std::string> payloads;
        std::vector<kafka::Received> records;
        auto row = from > 0 ? from : row_ + 1;
        for (const auto& event : events) {
            payloads.push_back(event.SerializeAsString());
            records.push_back({.key = execution_,
                               .payload = payloads.back(),
                               .headers = {{"ce_sequence", kafka::outbox_sequence(1, row++)}}});
        }
        row_ = std::max(row_, row - 1);
        kafka::Batch batch{std::move(records)};
        const auto done = Suite::shared().pool().transact([&](pg::Transaction& transaction) {
            return take_execution_events(batch, transaction, base::SystemClock{}.now());
        });
        if (!done) throw std::runtime_error{done.error().what};
    }

private:
    std::string organization_;
    std::string execution_ = base::Uuid::v7(base::SystemClock{}.now()).to_string();
    std::uint64_t row_ = 0;
};

struct Given {
    Client client;
    v1::Contact contact = client.create(R"({"primaryPhone":"0612345678"})");
    Calls calls{client};

    v1::Contact now() { return client.get(contact.id()); }
};

std::string announced(const std::string& contact) {
    return Suite::shared().ask("SELECT string_agg(substr(type, 18), ' ' ORDER BY xid, id) "
                               "FROM outbox WHERE key = '" +
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
