#include "contact/do_not_call/opt_outs.hpp"

#include <hatif/dialer/v1/call_events.pb.h>

#include <catch2/catch.hpp>

#include <deque>

using namespace hatif;
using namespace hatif::contact;
using namespace std::chrono_literals;

namespace {

const base::Instant noon{1'700'049'600s};
const std::string organization = base::Uuid::v7(noon).to_string();
const std::string attempt = base::Uuid::v7(noon).to_string();

dialer::v1::CallEvent opted_out(const std::string& phone = "+212612345678") {
    dialer::v1::CallEvent event;
    event.set_organization_id(organization);
    event.set_attempt_id(attempt);
    event.set_sequence(7);
    event.mutable_opted_out()->set_node_id("no_more");
    event.mutable_opted_out()->set_phone(phone);
    return event;
}

struct Topic {
    std::deque<std::string> payloads{};
    std::vector<kafka::Received> records{};

    void add(std::string payload, const std::string& type = "hatif.dialer.v1.OptedOut") {
        payloads.push_back(std::move(payload));
        records.push_back(
            {.key = "job", .payload = payloads.back(), .headers = {{"ce_type", type}}});
    }
    void add(const dialer::v1::CallEvent& event) { add(event.SerializeAsString()); }
};

OptOut wish_of(const std::string& node) {
    Topic topic;
    auto event = opted_out();
    event.mutable_opted_out()->set_node_id(node);
    topic.add(event);
    kafka::Batch batch{topic.records};
    return read_opt_outs(batch).at(0);
}

} // namespace

TEST_CASE("a wish is read with whose it is and where it was said", "[contact][opt-out]") {
    const auto wish = wish_of("no_more");
    CHECK(wish.organization.value().to_string() == organization);
    CHECK(wish.attempt.to_string() == attempt);
    CHECK(wish.sequence == 7);
    CHECK(wish.number.number->e164() == "+212612345678");
    CHECK(wish.number.search_text.find("0612345678") != std::string::npos);
    const auto terms = terms_of(wish);
    CHECK(terms.reason == "asked for in a call: attempt " + attempt + ", node no_more");
    CHECK(terms.source == DoNotCallSource::ivr);
    CHECK_FALSE(terms.expires_at);
}

TEST_CASE("a node of any name leaves the reason one that the list takes", "[contact][opt-out]") {
    const auto alone = "asked for in a call: attempt " + attempt;
    CHECK(terms_of(wish_of("")).reason == alone);
    CHECK(terms_of(wish_of(std::string(300, 'n'))).reason == alone);
    CHECK(terms_of(wish_of(std::string{"a\0b", 3})).reason == alone);
    CHECK(checked(terms_of(wish_of(std::string(190, 'n'))), noon));
}

TEST_CASE("all other events are passed over unread", "[contact][opt-out]") {
    Topic topic;
    topic.add("no message at all \xFF", "hatif.dialer.v1.NodeEntered");
    topic.add("", "");
    topic.add(opted_out());
    kafka::Batch batch{topic.records};
    CHECK(read_opt_outs(batch).size() == 1);
    CHECK(batch.rejections().empty());
}

TEST_CASE("what can never be taken is rejected with its reason, and nothing else",
          "[contact][opt-out]") {
    Topic topic;
    topic.add("\xFF\xFF");
    topic.add(dialer::v1::CallEvent{});
    auto strange = opted_out();
    strange.set_organization_id("us");
    topic.add(strange);
    topic.add(opted_out(""));
    topic.add(opted_out("0612345678")); // whose country?
    topic.add(opted_out("+1"));
    topic.add(opted_out());
    kafka::Batch batch{topic.records};
    CHECK(read_opt_outs(batch).size() == 1);
    REQUIRE(batch.rejections().size() == 6);
    CHECK(batch.rejections()[2].reason == "organization_id or attempt_id is no uuid");
    CHECK(batch.rejections()[3].reason == "phone is not E.164");
    CHECK(batch.rejections()[5].index == 5);
}

TEST_CASE("who is listed for good needs nothing more", "[contact][opt-out]") {
    const auto wish = wish_of("no_more");
    const DoNotCallEntry listed{.id = base::Uuid::v7(noon),
                                .organization = wish.organization,
                                .number = *wish.number.number};
    auto for_a_while = listed;
    for_a_while.expires_at = noon + 24h;
    CHECK(is_fulfilled(wish, {listed}));
    CHECK_FALSE(is_fulfilled(wish, {for_a_while}));
    CHECK_FALSE(is_fulfilled(wish, {}));
}
