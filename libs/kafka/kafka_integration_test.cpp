#include "kafka/cloud_event.hpp"
#include "kafka/consumer.hpp"
#include "kafka/end_offsets.hpp"
#include "kafka/partition.hpp"
#include "kafka/producer.hpp"
#include "kafka/relay.hpp"
#include "kafka/test_broker.hpp"

#include "pg/migrate.hpp"
#include "pg/outbox.hpp"
#include "pg/pool.hpp"
#include "pg_testing/test_cluster.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <iostream>
#include <mutex>
#include <set>

using namespace hatif;
using namespace hatif::kafka;
using namespace std::chrono_literals;

namespace {

TestBroker& broker() {
    static TestBroker it;
    return it;
}

/// Says so and skips when there is no Kafka to test with.
bool skipped() {
    if (TestBroker::installed()) return false;
    WARN("skipped: no Kafka jars or no Java; run scripts/install");
    return true;
}

/// Looks again every 50 ms, until it holds or 40 s are over.
bool eventually(const std::function<bool()>& condition) {
    const auto until = std::chrono::steady_clock::now() + 40s;
    std::mutex mutex;
    std::unique_lock lock{mutex};
    std::condition_variable never;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) return false;
        never.wait_for(lock, 50ms);
    }
    return true;
}

void complain(const std::string& what) {
    std::cerr << "    (" << what << ")\n";
}

/// A service's database with a table of what was consumed.
struct Database {
    pg::Pool pool{pg_testing::TestCluster::shared().new_database("reader"), 4};

    Database() {
        const auto made = pg::migrate(
            pool, {{"seen", "CREATE TABLE seen (id bigint GENERATED ALWAYS AS IDENTITY,"
                            " part int, at bigint, key text, payload text, UNIQUE (part, at))"}});
        REQUIRE(made);
    }

    std::int64_t number(std::string_view sql) {
        const auto rows = (*pool.borrow())->exec(sql);
        return rows ? (*rows)[0].get<std::int64_t>(0) : -1;
    }
};

base::Result<void> write_down(Batch& batch, pg::Transaction& transaction) {
    std::vector<std::int32_t> partitions;
    std::vector<std::int64_t> offsets;
    std::vector<std::string> keys, payloads;
    for (std::size_t i = 0; i < batch.records().size(); ++i) {
        const auto& it = batch.records()[i];
        if (it.payload == "poison") {
            batch.reject(i, "it does not parse");
            continue;
        }
        if (it.payload == "trap") return base::fail(base::Errc::invalid, "it cannot be stored");
        partitions.push_back(it.partition);
        offsets.push_back(it.offset);
        keys.emplace_back(it.key);
        payloads.emplace_back(it.payload);
    }
    const auto written = transaction.exec("INSERT INTO seen (part, at, key, payload) SELECT * FROM "
                                          "unnest($1::int[], $2::bigint[], $3::text[], $4::text[])",
                                          partitions, offsets, keys, payloads);
    if (!written) return base::fail(written.error());
    return {};
}

ConsumerOptions reading(const std::string& topic) {
    return {.brokers = broker().address(),
            .group = "reader." + topic,
            .topic = topic,
            .complain = complain};
}

ProducerOptions writing() {
    return {.brokers = broker().address(), .client_id = "test", .complain = complain};
}

Record numbered(const std::string& topic, int number) {
    return {.topic = topic,
            .key = "key " + std::to_string(number % 10),
            .headers = {{"ce_id", std::to_string(number)}},
            .payload = std::to_string(number)};
}

} // namespace

TEST_CASE("what is produced is consumed once, in order per key", "[kafka][integration]") {
    if (skipped()) return;
    broker().make_topic("once", 4);
    Database database;
    Producer producer{writing()};
    for (int i = 0; i < 5000; ++i) REQUIRE(producer.send(numbered("once", i)));
    REQUIRE(producer.flush(30s));
    CHECK(producer.delivered() == 5000);
    CHECK(producer.room() == producer.capacity());
    {
        Consumer consumer{reading("once"), database.pool, write_down};
        CHECK(eventually([&] { return consumer.consumed() == 5000; }));
    }
    CHECK(database.number("SELECT count(*) FROM seen") == 5000);
    CHECK(database.number("SELECT count(*) FROM (SELECT payload::int < lag(payload::int) OVER "
                          "(PARTITION BY key ORDER BY id) AS back FROM seen) s WHERE back") == 0);

    EndOffsets ends{broker().address()};
    const auto found = ends.of("once", 5s);
    REQUIRE(found);
    REQUIRE(found->size() == 4);
    CHECK(database.number("SELECT sum(next_offset)::bigint FROM consumer_offsets") == 5000);
    std::vector<std::int64_t> keys_of(4);
    for (int i = 0; i < 10; ++i) {
        keys_of[static_cast<std::size_t>(partition_of("key " + std::to_string(i), 4))] += 500;
    }
    CHECK(*found == keys_of);

    REQUIRE(producer.send(numbered("once", 5000)));
    Consumer again{reading("once"), database.pool, write_down};
    CHECK(eventually([&] { return again.consumed() == 1; }));
    CHECK(database.number("SELECT count(*) FROM seen") == 5001);
}

TEST_CASE("a record that does not parse goes to the dead letters alone", "[kafka][integration]") {
    if (skipped()) return;
    broker().make_topic("hostile", 1);
    broker().make_topic("hostile.dead-letter", 1);
    Database database;
    Producer producer{writing()};
    for (int i = 0; i < 20; ++i) {
        auto record = numbered("hostile", i);
        if (i == 7) record.payload = "poison";
        if (i == 13) record.payload = "trap";
        REQUIRE(producer.send(record));
    }
    Consumer consumer{reading("hostile"), database.pool, write_down};
    CHECK(eventually([&] { return consumer.consumed() == 20; }));
    CHECK(consumer.dead_letters() == 2);
    CHECK(database.number("SELECT count(*) FROM seen") == 18);
    EndOffsets ends{broker().address()};
    CHECK(ends.of("hostile.dead-letter", 5s).value_or(std::vector<std::int64_t>{}) ==
          std::vector<std::int64_t>{2});
}

TEST_CASE("who was overtaken is fenced, and goes on from where the other came to",
          "[kafka][integration]") {
    if (skipped()) return;
    broker().make_topic("fenced", 1);
    Database database;
    Producer producer{writing()};
    Consumer consumer{reading("fenced"), database.pool, write_down};
    REQUIRE(producer.send(numbered("fenced", 0)));
    REQUIRE(eventually([&] { return consumer.consumed() == 1; }));
    // Another replica takes two records, of which this one hears nothing.
    REQUIRE((*database.pool.borrow())->exec("UPDATE consumer_offsets SET next_offset = 3"));
    for (int i = 1; i < 5; ++i) REQUIRE(producer.send(numbered("fenced", i)));
    CHECK(eventually([&] { return database.number("SELECT count(*) FROM seen") == 3; }));
    CHECK(database.number("SELECT count(*) FROM seen WHERE payload IN ('1', '2')") == 0);
}

TEST_CASE("the outbox is relayed in the order of the commits, and emptied",
          "[kafka][integration]") {
    if (skipped()) return;
    broker().make_topic("announced", 2);
    Database writer;
    Database reader;
    const auto now = *base::from_iso8601("2025-01-15T10:30:00Z");
    const auto announce = [&](const std::vector<int>& numbers) {
        std::vector<pg::Announcement> events;
        for (const int number : numbers) {
            events.push_back({"announced", "execution", "hatif.program.v1.AttemptEnded",
                              "hatif.program.v1.ExecutionEvent", std::to_string(number), now});
        }
        return writer.pool.transact(
            [&](pg::Transaction& transaction) { return pg::announce(transaction, events); });
    };
    for (int i = 0; i < 49; i += 2) REQUIRE(announce({i, i + 1}));
    std::vector<std::string> sequences;
    std::mutex mutex;
    Consumer consumer{reading("announced"), reader.pool,
                      [&](Batch& batch, pg::Transaction& transaction) {
                          const std::lock_guard lock{mutex};
                          for (const auto& it : batch.records()) {
                              sequences.emplace_back(it.header("ce_sequence"));
                              CHECK(it.header("ce_type") == "hatif.program.v1.AttemptEnded");
                          }
                          return write_down(batch, transaction);
                      }};
    const RelayOptions options{
        .brokers = broker().address(), .source = "hatif-test", .complain = complain};
    Relay relay{options, writer.pool};
    Relay other{options, writer.pool};
    CHECK(eventually([&] { return consumer.consumed() == 50; }));
    for (int i = 50; i < 60; ++i) REQUIRE(announce({i}));
    CHECK(eventually([&] { return consumer.consumed() == 60; }));
    CHECK(eventually([&] { return writer.number("SELECT count(*) FROM outbox") == 0; }));
    CHECK(relay.relayed() + other.relayed() == 60);
    CHECK(reader.number("SELECT count(*) FROM (SELECT payload::int < lag(payload::int) OVER "
                        "(ORDER BY id) AS back FROM seen) s WHERE back") == 0);
    const std::lock_guard lock{mutex};
    CHECK(std::is_sorted(sequences.begin(), sequences.end()));
    CHECK(std::set(sequences.begin(), sequences.end()).size() == 60);
}

TEST_CASE("an event that no broker takes is buried, and those behind it leave",
          "[kafka][integration]") {
    if (skipped()) return;
    broker().make_topic("large", 1);
    broker().make_topic("large.dead-letter", 1);
    Database writer;
    Database reader;
    const auto announced = writer.pool.transact([&](pg::Transaction& transaction) {
        std::vector<pg::Announcement> events;
        for (const std::size_t bytes : {1, 2'000'000, 2}) {
            events.push_back({.topic = "large",
                              .key = "contact",
                              .type = "hatif.contact.v1.ContactUpdated",
                              .schema = "hatif.contact.v1.ContactEvent",
                              .payload = std::string(bytes, 'x'),
                              .occurred_at = *base::from_iso8601("2025-01-15T10:30:00Z")});
        }
        return pg::announce(transaction, events);
    });
    REQUIRE(announced);
    Consumer consumer{reading("large"), reader.pool, write_down};
    Database yard;
    Consumer graves{reading("large.dead-letter"), yard.pool,
                    [](Batch& batch, pg::Transaction& transaction) {
                        const auto& it = batch.records().at(0);
                        CHECK(it.header("ce_type") == "hatif.contact.v1.ContactUpdated");
                        CHECK(it.header("hatif-dead-letter-topic") == "large");
                        return write_down(batch, transaction);
                    }};
    Relay relay{{.brokers = broker().address(), .source = "hatif-test", .complain = complain},
                writer.pool};
    CHECK(eventually([&] { return consumer.consumed() == 2 && graves.consumed() == 1; }));
    CHECK(eventually([&] { return writer.number("SELECT count(*) FROM outbox") == 0; }));
    CHECK(relay.relayed() == 3);
    CHECK(yard.number("SELECT count(*) FROM seen WHERE key = 'contact' AND payload = ''") == 1);
}

TEST_CASE("while Kafka is away records wait, and go on when it is back", "[kafka][integration]") {
    if (skipped()) return;
    broker().make_topic("patient", 1);
    Database database;
    Producer producer{writing()};
    Consumer consumer{reading("patient"), database.pool, write_down};
    REQUIRE(producer.send(numbered("patient", 0)));
    REQUIRE(eventually([&] { return consumer.consumed() == 1; }));

    broker().stop();
    for (int i = 1; i < 100; ++i) REQUIRE(producer.send(numbered("patient", i)));
    CHECK_FALSE(producer.flush(1s));
    CHECK(producer.outstanding() == 99);
    CHECK(producer.room() == producer.capacity() - 99);
    broker().start();

    CHECK(producer.flush(60s));
    CHECK(producer.failed() == 0);
    CHECK(eventually([&] { return consumer.consumed() == 100; }));
    CHECK(database.number("SELECT count(DISTINCT payload) FROM seen") == 100);
}

TEST_CASE("a full buffer refuses", "[kafka][integration]") {
    if (skipped()) return;
    Producer producer{{.brokers = "127.0.0.1:1", .client_id = "test", .buffered_records = 10}};
    for (int i = 0; i < 10; ++i) CHECK(producer.send(numbered("nowhere", i)));
    CHECK(producer.room() == 0);
    CHECK_FALSE(producer.send(numbered("nowhere", 10)));
    CHECK(producer.outstanding() == 10);
}
