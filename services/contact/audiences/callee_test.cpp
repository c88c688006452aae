#include "contact/audiences/callee.hpp"

#include "contact/people/apply.hpp"
#include "contact/people/change_reader.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::contact;

namespace {

Contact contact_of(const char* json) {
    const base::Instant now{};
    return make_contact(read_contact(json, *phone::Country::parse("MA")).value(),
                        {base::OrganizationId{base::Uuid::v7(now)}, now,
                         [now] { return base::ContactId{base::Uuid::v7(now)}; }});
}

v1::Callee callee_of(const CalleeFacts& facts) {
    v1::Callee callee;
    to_callee(facts, callee);
    return callee;
}

} // namespace

TEST_CASE("a callee carries the fields that a flow reads, by their API names",
          "[contact][callee]") {
    const auto contact = contact_of(R"({"primaryPhone":"0612345678","firstName":"Fatima",
        "lastName":"Alami","primaryEmail":"f@example.com","timezone":"Africa/Casablanca"})");
    const auto callee = callee_of({&contact, true});
    CHECK(callee.refusal() == v1::REFUSAL_UNSPECIFIED);
    CHECK(callee.phone() == "+212612345678");
    CHECK(callee.timezone() == "Africa/Casablanca");
    CHECK(callee.fields().at("phone") == "0612345678");
    CHECK(callee.fields().at("primaryPhone") == "0612345678");
    CHECK(callee.fields().at("email") == "f@example.com");
    CHECK(callee.fields().at("primaryEmail") == "f@example.com");
    CHECK(callee.fields().at("fullName") == "Fatima Alami");
    CHECK(callee.fields().count("city") == 0);
}

TEST_CASE("who may not be called is refused with the reason and nothing else",
          "[contact][callee]") {
    const auto contact = contact_of(R"({"primaryPhone":"0612345678"})");
    const auto no_number = contact_of(R"({"primaryPhone":"555"})");
    CHECK(callee_of({nullptr, true}).refusal() == v1::REFUSAL_DELETED);
    CHECK(callee_of({nullptr, false}).refusal() == v1::REFUSAL_DELETED);
    CHECK(callee_of({&contact, false}).refusal() == v1::REFUSAL_REMOVED_FROM_AUDIENCE);
    CHECK(callee_of({&contact, false}).fields().empty());
    CHECK(callee_of({&no_number, true}).refusal() == v1::REFUSAL_PHONE_INVALID);
}

TEST_CASE("the do-not-call list binds whoever asks, an unreachable phone may be asked for",
          "[contact][callee]") {
    auto contact = contact_of(R"({"primaryPhone":"0612345678"})");
    CHECK(callee_of({.contact = &contact, .do_not_call = true, .include_unreachable = true})
              .refusal() == v1::REFUSAL_DO_NOT_CALL);
    contact.phone_status = PhoneStatus::unreachable;
    CHECK(callee_of({.contact = &contact}).refusal() == v1::REFUSAL_UNREACHABLE);
    CHECK(callee_of({.contact = &contact}).phone().empty());
    CHECK(callee_of({.contact = &contact, .include_unreachable = true}).phone() == "+212612345678");
    CHECK(callee_of({.contact = &contact, .do_not_call = true}).refusal() ==
          v1::REFUSAL_DO_NOT_CALL);
}
