#include "contact/testing/held.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <thread>
#include <vector>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

// As many as there are connections for clients.
TEST_CASE("writes that wait for their organization's turn keep no lease of another waiting",
          "[contact][membership]") {
    constexpr int connections = 8;
    Client busy, other;
    const auto contact = other.create(R"({"primaryPhone":"0612345678"})").id();
    const auto audience = other.create_audience("customers").id();
    Held held;
    held.take_turn(busy.organization());
    std::vector<std::jthread> writers;
    for (int i = 0; i < connections; ++i) {
        writers.emplace_back([client = busy, i]() mutable {
            client.create(R"({"primaryPhone":"061234567)" + std::to_string(i) + "\"}");
        });
    }
    const bool all_wait = held.sees_waiting(connections);
    auto scheduler = other.as_service();
    const auto callees = scheduler.snapshot("", {contact});
    const auto refused = scheduler.refused();
    scheduler.describe(audience);
    const auto described = scheduler.refused();
    held.let_go();
    for (auto& writer : writers) writer.join();
    CHECK(all_wait);
    CHECK(refused == Refusal{});
    CHECK(callees.size() == 1);
    CHECK(described == Refusal{});
    CHECK(busy.list().meta().total() == connections);
}
