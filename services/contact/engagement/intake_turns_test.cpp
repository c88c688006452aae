#include "contact/testing/calls.hpp"
#include "contact/testing/held.hpp"

#include <catch2/catch.hpp>

#include <future>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

namespace {

const std::string a_phone = R"({"primaryPhone":"0612345678"})";

v1::PhoneStatus status_of(Client& client, const v1::Contact& contact) {
    return client.get(contact.id()).phone_status();
}

std::string sequences(const std::string& like) {
    return Suite::shared().ask("SELECT count(*)::text FROM last_sequences WHERE key LIKE '" + like +
                               "'");
}

} // namespace

TEST_CASE("calls after which no phone turns wait for no organization's turn",
          "[contact][engagement]") {
    Client client;
    const auto contact = client.create(a_phone);
    Calls calls{client};
    Held held;
    held.take_turn(client.organization());
    CHECK_NOTHROW(
        calls.take({calls.failed(contact, noon), calls.answered(contact, noon + 1h),
                    calls.failed(contact, noon + 24h), calls.failed(contact, noon + 48h)}));
    CHECK(client.get(contact.id()).engagement().calls() == 4);
}

// Two replicas: one makes the phone unreachable while the other waits for its row.
TEST_CASE("an answer that comes while a phone turns unreachable makes it reachable",
          "[contact][engagement]") {
    Client client;
    const auto contact = client.create(a_phone);
    Calls calls{client};
    calls.take({calls.failed(contact, noon)});
    Held other;
    other.exec("UPDATE contact_engagement SET gone_number = '+212612345678', gone_days = 3, "
               "gone_at = '1700049600000000 1700136000000000 1700222400000000' "
               "WHERE contact_id = '" +
               contact.id() + "'");
    other.exec("UPDATE contacts SET phone_status = 'unreachable' WHERE id = '" + contact.id() +
               "'");
    Held third;
    third.take_turn(client.organization());
    auto answered =
        std::async(std::launch::async, [&] { calls.take({calls.answered(contact, noon + 72h)}); });
    const bool waits_for_row = other.sees_waiting(1);
    other.let_go();
    const bool waits_for_turn = third.sees_waiting(1);
    third.let_go();
    answered.get();
    REQUIRE(waits_for_row);
    CHECK(waits_for_turn); // it had not expected that the phone would turn
    CHECK(status_of(client, contact) == v1::PHONE_STATUS_VALID);
    CHECK(client.get(contact.id()).engagement().answered() == 1);
}

TEST_CASE("an answer that is told late leaves what failed after it, over batches",
          "[contact][engagement]") {
    Client client;
    const auto contact = client.create(a_phone);
    Calls calls{client};
    for (const int day : {4, 2, 3}) calls.take({calls.failed(contact, noon + day * 24h)});
    CHECK(status_of(client, contact) == v1::PHONE_STATUS_UNREACHABLE);
    calls.take({calls.answered(contact, noon + 24h)});
    CHECK(status_of(client, contact) == v1::PHONE_STATUS_UNREACHABLE);
    calls.take({calls.answered(contact, noon + 48h)});
    CHECK(status_of(client, contact) == v1::PHONE_STATUS_VALID);
    calls.take({calls.failed(contact, noon)});
    CHECK(status_of(client, contact) == v1::PHONE_STATUS_VALID);
}

TEST_CASE("what was taken of a key is forgotten after a month, some with each batch",
          "[contact][engagement]") {
    Client client;
    const auto contact = client.create(a_phone);
    Calls calls{client};
    Suite::shared().ask("INSERT INTO last_sequences SELECT 'old ' || n, '1', current_date - 32 "
                        "FROM generate_series(1, 1500) AS n RETURNING key");
    Suite::shared().ask("INSERT INTO last_sequences VALUES ('young', '1', current_date - 29) "
                        "RETURNING key");
    calls.take({calls.answered(contact, noon)});
    CHECK(sequences("old %") == "500");
    calls.take({});
    CHECK(sequences("old %") == "0");
    CHECK(sequences("young") == "1");
    calls.take({calls.answered(contact, noon)}, 1); // again
    CHECK(client.get(contact.id()).engagement().calls() == 1);
}
