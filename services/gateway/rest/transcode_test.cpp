#include "gateway/rest/transcode.hpp"

#include "gateway/contracts.hpp"
#include "hatif/contact/v1/contact_service.pb.h"
#include "hatif/program/v1/did_service.pb.h"
#include "hatif/program/v1/execution_service.pb.h"
#include "hatif/program/v1/flow_service.pb.h"
#include "http/member.hpp"

#include <catch2/catch.hpp>
#include <google/protobuf/descriptor.h>

#include <set>

using namespace hatif;
using namespace hatif::gateway;

namespace {

const Router& router() {
    static const Router all{all_bindings()};
    return all;
}

constexpr const char* id = "0192f3a4-0000-7000-8000-00000000000a";

base::Result<std::unique_ptr<pb::Message>> asked(const std::string& verb,
                                                 const std::string& path,
                                                 const std::string& query = "",
                                                 const std::string& body = "") {
    http::Request request{verb, path, query, {}, body};
    return to_message(std::get<Found>(router().find(verb, path)), request);
}

template <class Message>
Message message(const std::string& verb,
                const std::string& path,
                const std::string& query = "",
                const std::string& body = "") {
    const auto read = asked(verb, path, query, body);
    INFO((read ? "" : read.error().what));
    REQUIRE(read);
    return dynamic_cast<const Message&>(**read);
}

std::set<std::string> wrong(const std::string& verb,
                            const std::string& path,
                            const std::string& query = "",
                            const std::string& body = "") {
    const auto read = asked(verb, path, query, body);
    REQUIRE_FALSE(read);
    std::set<std::string> paths;
    for (const auto& field : read.error().fields) paths.insert(field.path + ": " + field.what);
    return paths;
}

/// Whatever is reached from a message and is neither text of JSON nor printable.
void check_printable(const pb::Descriptor& type, std::set<const pb::Descriptor*>& seen) {
    if (!seen.insert(&type).second) return;
    for (int index = 0; index < type.field_count(); ++index) {
        const auto& member = *type.field(index);
        INFO(member.full_name());
        CHECK((member.type() != pb::FieldDescriptor::TYPE_BYTES || http::is_raw_json(member)));
        if (member.message_type() != nullptr) check_printable(*member.message_type(), seen);
    }
}

} // namespace

TEST_CASE("the path gives the message its id, in lower case", "[gateway][transcode]") {
    CHECK(message<contact::v1::GetContactRequest>(
              "GET", "/api/contact/0192F3A4-0000-7000-8000-00000000000A")
              .id() == id);
}

TEST_CASE("the query gives it the rest", "[gateway][transcode]") {
    const auto request = message<contact::v1::ListContactsRequest>(
        "GET", "/api/contact", "page=2&limit=50&search=El%20Fassi&sortBy=lastName&sortOrder=asc");
    CHECK(request.page() == 2);
    CHECK(request.search() == "El Fassi");
    CHECK(request.sort_order() == type::v1::SORT_ORDER_ASC);
}

TEST_CASE("a body's members join those of the path", "[gateway][transcode]") {
    const auto request = message<program::v1::AssignDidRequest>(
        "POST", std::string{"/api/dids/"} + id + "/assign", "",
        std::string{R"({"organizationId":")"} + id + "\"}");
    CHECK(request.id() == id);
    CHECK(request.organization_id() == id);
}

TEST_CASE("a body that is one raw member passes as it is", "[gateway][transcode]") {
    CHECK(message<program::v1::ValidateFlowRequest>("POST", "/api/flows/validate", "",
                                                    " {\"nodes\" : []} ")
              .document() == "{\"nodes\" : []}");
    CHECK(message<contact::v1::CreateContactRequest>("POST", "/api/contact").contact() == "{}");
}

TEST_CASE("an empty body reads as an empty object", "[gateway][transcode]") {
    CHECK(message<program::v1::ChangeExecutionRequest>(
              "PATCH", std::string{"/api/program-executions/"} + id + "/pause")
              .id() == id);
}

TEST_CASE("path, query and body are told wrong together", "[gateway][transcode]") {
    CHECK(wrong("POST", "/api/dids/7/assign", "dry=1&organizationId=x", "{\"x\":1}") ==
          std::set<std::string>{"id: must be a UUID", "dry: is not a known parameter",
                                "organizationId: must be a UUID", "x: is not a known member"});
    CHECK(wrong("GET", "/api/contact", "page=-1&sortOrder=up&search=%ff") ==
          std::set<std::string>{"page: must be a whole number from 0 to 4294967295",
                                "sortOrder: must be one of: asc, desc",
                                "search: must be valid UTF-8"});
    CHECK(wrong("GET", "/api/contact", "search=%zz").size() == 1);
}

TEST_CASE("a query cannot name what the path gives", "[gateway][transcode]") {
    CHECK(wrong("GET", std::string{"/api/contact/"} + id, "id=7") ==
          std::set<std::string>{"id: is not a known parameter"});
}

TEST_CASE("the query may give what a body may, and not the same", "[gateway][transcode]") {
    const auto pause = std::string{"/api/program-executions/"} + id + "/pause";
    using Change = program::v1::ChangeExecutionRequest;
    CHECK(message<Change>("PATCH", pause, "calls=hangup").calls() == "hangup");
    CHECK(message<Change>("PATCH", pause, "calls=hangup", "{}").calls() == "hangup");
    CHECK(message<Change>("PATCH", pause, "", R"({"calls":"hangup"})").calls() == "hangup");
    CHECK(wrong("PATCH", pause, "calls=hangup", R"({"calls":"hangup"})") ==
          std::set<std::string>{"calls: is given twice: in the query and in the body"});
    CHECK(wrong("PATCH", pause, "calls=hangup&calls=hangup") ==
          std::set<std::string>{"calls: is given twice"});
    CHECK(
        wrong("PATCH", pause, "id=7&cleared=calls") ==
        std::set<std::string>{"id: is not a known parameter", "cleared: is not a known parameter"});
    // Of a member that was sent as null the query says nothing either.
    CHECK(wrong("PUT", "/api/organization", "name=Atlas", R"({"name":null})") ==
          std::set<std::string>{"name: is given twice: in the query and in the body"});
}

TEST_CASE("an answer has the status that the contract says", "[gateway][transcode]") {
    const auto answer = [](const char* verb, const char* path) {
        const auto routed = router().find(verb, path);
        const auto& binding = *std::get<Found>(routed).binding;
        const auto member = answered_member(binding, *new_request(binding));
        return to_response(binding, *new_answer(binding), member);
    };
    CHECK(answer("POST", "/api/contact").status == 201);
    CHECK(answer("POST", "/api/contact/upsert").status == 200);
    CHECK(answer("GET", "/api/program-executions").body == "[]");
    CHECK(answer("DELETE", "/api/contact/x").status == 204);
    CHECK(answer("DELETE", "/api/contact/x").body.empty());
}

TEST_CASE("a bare list comes with its meta when a page is asked for", "[gateway][transcode]") {
    const auto found = std::get<Found>(router().find("GET", "/api/dictionaries"));
    const auto request = asked("GET", "/api/dictionaries", "page=1", "").value();
    const auto answer = new_answer(*found.binding);
    CHECK(to_response(*found.binding, *answer, answered_member(*found.binding, *request)).body !=
          "[]");
    const auto bare = asked("GET", "/api/dictionaries", "", "").value();
    CHECK(to_response(*found.binding, *answer, answered_member(*found.binding, *bare)).body ==
          "[]");
}

TEST_CASE("every byte of a contract that REST prints is JSON", "[gateway][transcode]") {
    std::set<const pb::Descriptor*> seen;
    for (const auto& binding : all_bindings()) {
        if (!binding.rpc->client_streaming()) check_printable(*binding.rpc->input_type(), seen);
        if (binding.shape != Binding::Shape::download)
            check_printable(*binding.rpc->output_type(), seen);
    }
}
