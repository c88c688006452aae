#include "contact/do_not_call/opt_out_intake.hpp"

#include "base/clock.hpp"
#include "contact/testing/suite.hpp"
#include "rpc/time.hpp"

#include <hatif/dialer/v1/call_events.pb.h>

#include <catch2/catch.hpp>

#include <deque>
#include <stdexcept>
#include <thread>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;
using namespace std::chrono_literals;

namespace {

std::string new_id() {
    return base::Uuid::v7(base::SystemClock{}.now()).to_string();
}

/// An opt-out in an attempt of its own.
dialer::v1::CallEvent opt_out(const Client& client, const std::string& phone) {
    dialer::v1::CallEvent event;
    event.set_organization_id(client.organization());
    event.set_attempt_id(new_id());
    event.set_sequence(9);
    event.mutable_opted_out()->set_node_id("no_more");
    event.mutable_opted_out()->set_phone(phone);
    return event;
}

/// As the consumer hands them over. How many were rejected.
std::size_t take(const std::vector<dialer::v1::CallEvent>& events,
                 base::Instant now = base::SystemClock{}.now()) {
    std::deque<std::string> payloads;
    std::vector<kafka::Received> records;
    for (const auto& event : events) {
        payloads.push_back(event.SerializeAsString());
        records.push_back({.key = "job",
                           .payload = payloads.back(),
                           .headers = {{"ce_type", "hatif.dialer.v1.OptedOut"}}});
    }
    kafka::Batch batch{std::move(records)};
    const auto done = Suite::shared().pool().transact(
        [&](pg::Transaction& transaction) { return take_call_events(batch, transaction, now); });
    if (!done) throw std::runtime_error{done.error().what};
    return batch.rejections().size();
}

std::string announced(const Client& client, const std::string& number) {
    return Suite::shared().ask("SELECT coalesce(string_agg(substr(type, 18), ' ' ORDER BY xid, "
                               "id), '') FROM announcements WHERE key = '" +
                               client.organization() + "/" + number + "'");
}

const std::string number = "+212612345678";

} // namespace

TEST_CASE("who opts out in a call is listed for good, with where it was said, and announced",
          "[contact][opt-out]") {
    Client client;
    const auto contact = client.create(R"({"primaryPhone":"0612345678"})");
    const auto event = opt_out(client, number);
    take({event});
    const auto page = client.list_do_not_call();
    REQUIRE(page.data_size() == 1);
    const auto& entry = page.data(0);
    CHECK(entry.number() == number);
    CHECK(entry.source() == v1::DO_NOT_CALL_SOURCE_IVR);
    CHECK(entry.reason() ==
          "asked for in a call: attempt " + event.attempt_id() + ", node no_more");
    CHECK_FALSE(entry.has_expires_at());
    CHECK(announced(client, number) == "DoNotCallAdded");
    CHECK(client.as_service().snapshot("", {contact.id()}).at(0).refusal() ==
          v1::REFUSAL_DO_NOT_CALL);
}

TEST_CASE("an opt-out that is told again changes nothing", "[contact][opt-out]") {
    Client client;
    const auto event = opt_out(client, number);
    take({event, event});
    take({event});
    CHECK(announced(client, number) == "DoNotCallAdded");
    // Nor does it bring back who was taken off the list since.
    client.remove_do_not_call({number});
    take({event});
    CHECK(client.list_do_not_call().data_size() == 0);
    CHECK(announced(client, number) == "DoNotCallAdded DoNotCallRemoved");
    // A wish of another call does.
    take({opt_out(client, number)});
    CHECK(client.list_do_not_call().data_size() == 1);
}

TEST_CASE("an opt-out that is told late counts, whatever became of its contact",
          "[contact][opt-out]") {
    Client client;
    const auto contact = client.create(R"({"primaryPhone":"0612345678"})");
    auto event = opt_out(client, number);
    event.set_contact_id(contact.id());
    rpc::set(*event.mutable_occurred_at(), base::SystemClock{}.now() - 48h);
    client.remove(contact.id());
    take({event});
    CHECK(client.list_do_not_call().data_size() == 1);
}

TEST_CASE("a wish for good outlasts one for a while, and leaves one for good as it was",
          "[contact][opt-out]") {
    Client client;
    v1::AddDoNotCallRequest request;
    request.add_numbers(number);
    request.set_reason("on holiday");
    rpc::set(*request.mutable_expires_at(), base::SystemClock{}.now() + 24h);
    client.add_do_not_call(request);
    take({opt_out(client, number)});
    CHECK_FALSE(client.list_do_not_call().data(0).has_expires_at());
    CHECK(announced(client, number) == "DoNotCallAdded DoNotCallAdded");

    request.clear_expires_at();
    request.set_reason("asked by mail");
    client.add_do_not_call(request);
    take({opt_out(client, number)});
    CHECK(client.list_do_not_call().data(0).reason() == "asked by mail");
}

TEST_CASE("opt-outs of several organizations come in one batch, each to its own list",
          "[contact][opt-out]") {
    Client one, other;
    CHECK(take({opt_out(other, number), opt_out(one, number), opt_out(one, "+33612345678"),
                opt_out(one, "no number")}) == 1);
    CHECK(one.list_do_not_call().data_size() == 2);
    CHECK(other.list_do_not_call().data_size() == 1);
}

// Two replicas, of which one has lost its partition and does not know it yet.
TEST_CASE("the same opt-outs taken by two at once are listed once", "[contact][opt-out]") {
    Client client;
    std::vector<dialer::v1::CallEvent> events;
    for (int i = 0; i < 20; ++i) {
        events.push_back(opt_out(client, "+2126000000" + std::to_string(10 + i)));
    }
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) threads.emplace_back([&] { take(events); });
    for (auto& thread : threads) thread.join();
    CHECK(client.list_do_not_call().meta().total() == 20);
    for (const auto& event : events) {
        CHECK(announced(client, event.opted_out().phone()) == "DoNotCallAdded");
    }
}

TEST_CASE("what was told a month ago is forgotten", "[contact][opt-out]") {
    Client client;
    const auto now = base::SystemClock{}.now();
    const auto old = opt_out(client, number);
    const auto kept = [](const dialer::v1::CallEvent& event) {
        return Suite::shared().ask("SELECT count(*)::text FROM opt_outs WHERE attempt_id = '" +
                                   event.attempt_id() + "'");
    };
    take({old}, now - std::chrono::days{40});
    CHECK(kept(old) == "1");
    const auto fresh = opt_out(client, number);
    take({fresh}, now);
    CHECK(kept(old) == "0");
    CHECK(kept(fresh) == "1");
}
