#include "base/text.hpp"
#include "contact/testing/suite.hpp"
#include "http/json_writer.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

namespace {

v1::ExportContactsRequest of(v1::ExportFormat format) {
    v1::ExportContactsRequest request;
    request.set_format(format);
    return request;
}

std::vector<std::string> lines(const std::string& file) {
    std::vector<std::string> all;
    for (const auto line : base::split(file, '\n')) {
        if (!line.empty()) all.emplace_back(base::trimmed(line));
    }
    return all;
}

} // namespace

TEST_CASE("NDJSON has the contacts as REST prints them", "[contact][export]") {
    Client client, other;
    client.create_attribute("Tier", v1::ATTRIBUTE_TYPE_TEXT);
    const auto one = client.create(R"({"primaryPhone":"0611111111","firstName":"Fatima",
        "customAttributes":{"tier":"gold"}})");
    const auto two = client.create(R"({"primaryPhone":"0622222222","firstName":"Omar"})");
    other.create(R"({"primaryPhone":"0633333333"})");
    type::v1::Download::Header header;
    const auto file = client.export_contacts(of(v1::EXPORT_FORMAT_NDJSON), &header);
    REQUIRE(client.refused() == Refusal{});
    CHECK(header.content_type() == "application/x-ndjson");
    CHECK(header.file_name() == "contacts.ndjson");
    CHECK(file ==
          http::to_json(client.get(two.id())) + "\n" + http::to_json(client.get(one.id())) + "\n");
}

TEST_CASE("CSV has a header row and a column for each attribute", "[contact][export]") {
    Client client;
    client.create_attribute("Account Balance", v1::ATTRIBUTE_TYPE_NUMBER);
    client.upsert(R"([{"primaryPhone":"0611111111","address":"12, rue X",
        "customAttributes":{"account_balance":1500}}])");
    type::v1::Download::Header header;
    const auto rows = lines(client.export_contacts({}, &header));
    CHECK(header.content_type() == "text/csv; charset=utf-8");
    CHECK(header.file_name() == "contacts.csv");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].starts_with("id,organizationId,primaryPhone,"));
    CHECK(rows[0].ends_with(",customAttributes.account_balance"));
    CHECK(rows[1].find(",0611111111,+212611111111,valid,") != std::string::npos);
    CHECK(rows[1].find("\"12, rue X\"") != std::string::npos);
    CHECK(rows[1].ends_with(",1500"));
}

TEST_CASE("an export walks all pages, each contact once, in the order asked for",
          "[contact][export]") {
    Client client;
    for (int from = 0; from < 2'200; from += 1'000) {
        std::string data;
        for (int i = from; i < std::min(2'200, from + 1'000); ++i) {
            data += std::string{data.empty() ? "[" : ","} + R"({"primaryPhone":"+2126)" +
                    std::to_string(10'000'000 + i * 37) + R"(","firstName":")" +
                    static_cast<char>('a' + i % 26) + "\"}";
        }
        client.upsert(data + "]");
    }
    auto request = of(v1::EXPORT_FORMAT_CSV);
    const auto sort = GENERATE(as<std::string>{}, "createdAt", "firstName", "primaryPhone");
    request.set_sort_by(sort);
    request.set_sort_order(type::v1::SORT_ORDER_ASC);
    const auto rows = lines(client.export_contacts(request));
    REQUIRE(rows.size() == 2'201);
    std::set<std::string> ids;
    std::string last;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto cells = base::split(rows[i], ',');
        ids.emplace(cells[0]);
        const std::string now{sort == "firstName" ? cells[5] : cells[2]};
        if (sort != "createdAt") REQUIRE(last <= now);
        last = now;
    }
    CHECK(ids.size() == 2'200);
}

TEST_CASE("an export holds what the filters of the list leave", "[contact][export]") {
    Client client;
    client.upsert(R"([{"primaryPhone":"0611111111","firstName":"Fatima"},
                      {"primaryPhone":"0622222222","firstName":"Omar"},
                      {"primaryPhone":"555","firstName":"Fatima"}])");
    auto request = of(v1::EXPORT_FORMAT_NDJSON);
    request.set_search("fatima");
    CHECK(lines(client.export_contacts(request)).size() == 2);
    request.set_phone_status(v1::PHONE_STATUS_VALID);
    CHECK(lines(client.export_contacts(request)).size() == 1);
    request.set_phone("0622222222");
    CHECK(client.export_contacts(request).empty());
    request.set_sort_by("city");
    client.export_contacts(request);
    CHECK(client.refused() == Refusal{"VALIDATION", {"sortBy"}});
    auto agent = client.as(rpc::Role::agent);
    agent.export_contacts({});
    CHECK(agent.refused() == Refusal{"FORBIDDEN", {}});
}
