#include "contact/people/contact_table.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace hatif::contact;

namespace {

ContactTable table() {
    AttributeSchema schema;
    schema.add("tier", AttributeType::text);
    schema.add("balance", AttributeType::number);
    return ContactTable{schema};
}

std::vector<std::string> cells(const std::string& row) {
    std::vector<std::string> parts{""};
    for (const char c : row.substr(0, row.size() - 2)) {
        if (c == ',') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

} // namespace

TEST_CASE("the header names each member as REST does, then each attribute", "[contact][export]") {
    std::string header;
    table().append_header(header);
    CHECK(header.starts_with("id,organizationId,primaryPhone,phoneE164,phoneStatus,firstName,"));
    CHECK(header.find(",createdAt,updatedAt,") != header.npos);
    CHECK(header.ends_with(",customAttributes.balance,customAttributes.tier\r\n"));
}

TEST_CASE("a row has a cell for each column of the header", "[contact][export]") {
    v1::Contact contact;
    contact.set_primary_phone("0612345678");
    contact.set_phone_status(v1::PHONE_STATUS_VALID);
    contact.add_channels("sms");
    contact.add_channels("email");
    contact.mutable_created_at()->set_seconds(1'736'937'000);
    contact.set_custom_attributes(R"({"balance":-1.50,"tier":"gold"})");
    std::string header, row;
    table().append_header(header);
    table().append(contact, row);
    const auto names = cells(header), values = cells(row);
    REQUIRE(names.size() == values.size());
    const auto value_of = [&](const std::string& name) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] == name) return values[i];
        }
        return std::string{"no such column"};
    };
    CHECK(value_of("primaryPhone") == "0612345678");
    CHECK(value_of("phoneStatus") == "valid");
    CHECK(value_of("firstName").empty());
    CHECK(value_of("channels") == "sms;email");
    CHECK(value_of("createdAt") == "2025-01-15T10:30:00.000Z");
    CHECK(value_of("customAttributes.balance") == "-1.50");
    CHECK(value_of("customAttributes.tier") == "gold");
}

TEST_CASE("what holds a comma, a quote or a line end is quoted", "[contact][export]") {
    v1::Contact contact;
    contact.set_address("12, rue \"X\"\nRabat");
    contact.set_custom_attributes(R"({"tier":"a,b"})");
    std::string row;
    table().append(contact, row);
    CHECK(row.find(",\"12, rue \"\"X\"\"\nRabat\",") != row.npos);
    CHECK(row.ends_with(",\"a,b\"\r\n"));
}
