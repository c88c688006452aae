#include "flow/split_node.hpp"

#include "flow/read_graph.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include <cmath>
#include <map>
#include <random>

using namespace hatif::flow;

namespace {

const Variables none;

std::string way_of(const SplitNode& node, const Sources& sources) {
    const auto commands = enter(node, {none, sources, "answered", "human"});
    return std::get<Leave>(commands.back()).by.front().value();
}

std::string way_of(const SplitNode& node, const std::string& contact) {
    return way_of(node, Sources{.system = {{"sys.contactId", contact}}});
}

Draft drafted(const std::string& config) {
    return read_draft(R"({"startNodeId":"it","nodes":[{"id":"it","type":"split","config":)" +
                      config + "}]}");
}

std::string first_error(const std::string& config) {
    const auto draft = drafted(config);
    return draft.problems.errors.empty() ? "" : draft.problems.errors.front().code;
}

} // namespace

TEST_CASE("the same person goes the same way, today and for ever", "[flow][split]") {
    CHECK(hash64("salt", "person") == 0xd9a1'f61a'1fdc'ff50U);
    const SplitNode node{{{"a", 50}, {"b", 50}}, "greeting"};
    for (int person = 0; person < 100; ++person) {
        const auto id = fmt::format("0190a000-0000-7000-8000-{:012x}", person);
        CHECK(way_of(node, id) == way_of(node, id));
    }
}

TEST_CASE("a split gives each branch its share of the people, whatever their ids",
          "[flow][split]") {
    std::mt19937 random{20'261'123};
    for (int round = 0; round < 20; ++round) {
        SplitNode node{{}, fmt::format("split-{}", round)};
        double sum = 0;
        for (unsigned i = 0; i < 2 + random() % 5; ++i) {
            node.branches.push_back({fmt::format("{}", i), static_cast<int>(1 + random() % 100)});
            sum += node.branches.back().weight;
        }
        constexpr int people = 20'000;
        std::map<std::string, int> counts;
        // Ids that are made one after the other differ in a few bits only.
        for (int person = 0; person < people; ++person) {
            counts[way_of(node, fmt::format("0190a000-0000-7000-8000-{:012x}", person))] += 1;
        }
        for (const auto& [name, weight] : node.branches) {
            const double share = weight / sum;
            const double deviation = std::sqrt(people * share * (1 - share));
            INFO(name << ' ' << weight << " of " << sum);
            CHECK(std::abs(counts[name] - people * share) < 5 * deviation);
        }
    }
}

TEST_CASE("other weights move only the people between the old border and the new one",
          "[flow][split]") {
    const SplitNode before{{{"a", 50}, {"b", 50}}, "x"};
    const SplitNode after{{{"a", 3}, {"b", 2}}, "x"};
    int moved = 0;
    for (int person = 0; person < 10'000; ++person) {
        const auto id = std::to_string(person);
        if (way_of(before, id) == "a") CHECK(way_of(after, id) == "a");
        if (way_of(before, id) != way_of(after, id)) ++moved;
    }
    CHECK(std::abs(moved - 1'000) < 150);
}

TEST_CASE("splits with other salts divide people independently", "[flow][split]") {
    const SplitNode first{{{"a", 1}, {"b", 1}}, "first"};
    const SplitNode second{{{"a", 1}, {"b", 1}}, "second"};
    int both = 0;
    for (int person = 0; person < 10'000; ++person) {
        const auto id = std::to_string(person);
        if (way_of(first, id) == "a" && way_of(second, id) == "a") ++both;
    }
    CHECK(std::abs(both - 2'500) < 250);
}

TEST_CASE("a person is the contact, else the number, else the call", "[flow][split]") {
    const SplitNode node{{{"a", 1}, {"b", 1}}, "x"};
    int differ = 0;
    for (int i = 0; i < 50; ++i) {
        const auto id = std::to_string(i);
        const Sources by_contact{
            .system = {{"sys.contactId", id}, {"sys.contactPhone", std::string{"+1"}}}};
        const Sources by_phone{.system = {{"sys.contactId", Null{}}, {"sys.contactPhone", id}}};
        const Sources by_call{.system = {{"sys.callId", id}}};
        CHECK(way_of(node, by_contact) == way_of(node, id));
        CHECK(way_of(node, by_phone) == way_of(node, id));
        CHECK(way_of(node, by_call) == way_of(node, id));
        if (way_of(node, id) == "b") ++differ;
    }
    CHECK(differ > 10);
    const Sources nobody;
    const auto commands = enter(node, {none, nobody, "answered", "human"});
    CHECK(std::get<Leave>(commands.back()).fault->code == "nobody_to_split_by");
}

TEST_CASE("what a split decides by is noted, so that its call can be had again", "[flow][split]") {
    const SplitNode node{{{"all", 1}}, "x"};
    const Sources sources{.system = {{"sys.contactId", std::string{"7"}}}};
    CHECK(enter(node, {none, sources, "answered", "human"}) ==
          Commands{NoteRead{{ValueSource::Kind::system, "sys.contactId"}, std::string{"7"}},
                   Leave{{Output{"all"}}}});
}

TEST_CASE("a split is read with its node's id as the salt, and all that may be wrong",
          "[flow][split]") {
    const auto draft = drafted(R"({"branches":[{"name":"a"},{"name":"b","weight":3}]})");
    CHECK(draft.problems.errors.empty());
    CHECK(std::get<SplitNode>(draft.graph.nodes.front().kind) ==
          SplitNode{{{"a", 1}, {"b", 3}}, "it"});
    CHECK(first_error("{}") == "missing_member");
    CHECK(first_error(R"({"branches":[]})") == "missing_member");
    CHECK(first_error(R"({"branches":[{"weight":1}]})") == "missing_member");
    CHECK(first_error(R"({"branches":[{"name":"a","weight":0}]})") == "out_of_range");
    CHECK(first_error(R"({"branches":[{"name":"a","weight":10001}]})") == "out_of_range");
    CHECK(first_error(R"({"branches":[{"name":"a"},{"name":"a"}]})") == "duplicate_branch");
    const auto of = [](int count) {
        std::string branches;
        for (int i = 0; i < count; ++i) {
            branches += fmt::format(R"({}{{"name":"b{}"}})", i == 0 ? "" : ",", i);
        }
        return first_error(R"({"branches":[)" + branches + "]}");
    };
    CHECK(of(50).empty());
    CHECK(of(51) == "out_of_range");
}
