#include "contact/people/bulk_deletion.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace hatif::contact;

namespace {

const auto morocco = *hatif::phone::Country::parse("MA");
const std::string someone = "0192f3a4-0000-7000-8000-000000000001";

using Request = v1::BulkDeleteContactsRequest;

std::string refused(const Request& request) {
    const auto read = read_deletion(request, morocco);
    return read ? "" : read.error().fields.at(0).path;
}

Request of_ids(int count, const std::string& id) {
    Request request;
    for (int i = 0; i < count; ++i) request.add_ids(id);
    return request;
}

} // namespace

TEST_CASE("a bulk deletion names its contacts in exactly one way", "[contact][bulk-delete]") {
    CHECK(refused({}) == "body");
    auto two = of_ids(1, someone);
    two.add_phones("0612345678");
    CHECK(refused(two) == "body");
    auto with_filter = of_ids(1, someone);
    with_filter.mutable_filter()->set_search("fatima");
    CHECK(refused(with_filter) == "body");
}

TEST_CASE("ids are 1 to 10,000 uuids, each counted once", "[contact][bulk-delete]") {
    CHECK(refused(of_ids(10'000, someone)).empty());
    CHECK(refused(of_ids(10'001, someone)) == "ids");
    CHECK(refused(of_ids(1, "x")) == "ids[0]");
    const auto read = read_deletion(of_ids(3, someone), morocco);
    CHECK(std::get<IdsAsked>(*read).size() == 1);
}

TEST_CASE("phones are matched in any spelling; what cannot be one matches nobody",
          "[contact][bulk-delete]") {
    Request request;
    for (const auto* phone : {"0612345678", "+212 6 12 34 56 78", "2.12E+11"}) {
        request.add_phones(phone);
    }
    const auto read = read_deletion(request, morocco);
    const PhonesAsked expected{
        {"0612345678", "+212612345678"}, {"+212 6 12 34 56 78", "+212612345678"}, {"2.12E+11", ""}};
    CHECK(std::get<PhonesAsked>(*read) == expected);
}

TEST_CASE("a filter that says nothing is refused, as it would delete all",
          "[contact][bulk-delete]") {
    Request request;
    request.mutable_filter();
    CHECK(refused(request) == "filter");
    request.mutable_filter()->set_search("  ");
    CHECK(refused(request) == "filter");
    for (const auto* marks : {"ـ", "ــ", "\u0301"}) { // folded, nothing is left of them
        request.mutable_filter()->set_search(marks);
        CHECK(refused(request) == "filter");
    }
    request.mutable_filter()->set_search(std::string(101, 'x'));
    CHECK(refused(request) == "filter.search");
    request.mutable_filter()->set_search("fatima");
    CHECK(refused(request).empty());
    request.mutable_filter()->set_phone("abc");
    CHECK(refused(request) == "filter.phone");
}
