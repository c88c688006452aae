#include "gateway/docs/openapi.hpp"

#include "gateway/contracts.hpp"
#include "gateway/docs/docs_page.hpp"

#include <catch2/catch.hpp>
#include <google/api/annotations.pb.h>
#include <google/protobuf/descriptor.pb.h>
#include <simdjson.h>

#include <algorithm>

using namespace hatif::gateway;

namespace {

const simdjson::dom::element& openapi() {
    static simdjson::dom::parser parser;
    static const auto text = openapi_json(contracts(), contract_descriptors());
    static const auto document = parser.parse(text).value();
    return document;
}

std::string text_at(const std::string& pointer) {
    std::string_view text;
    if (openapi().at_pointer(pointer).get(text) != simdjson::SUCCESS) return "nothing";
    return std::string{text};
}

std::string pointer_to(std::string path) {
    for (std::size_t at = 0; (at = path.find('/', at)) != std::string::npos; at += 2) {
        path.replace(at, 1, "~1");
    }
    return "/paths/" + path;
}

/// The members of a path by their names on the wire: "/api/call-report/{jobId}".
std::string on_the_wire(std::string path) {
    for (std::size_t at = 0; (at = path.find('_', at)) != std::string::npos;) {
        path.erase(at, 1);
        path[at] = static_cast<char>(path[at] & ~32);
    }
    return path;
}

/// What the answer of a live endpoint is made of.
std::string event_of(const char* path) {
    return text_at(pointer_to(path) +
                   "/get/responses/200/content/text~1event-stream/schema/x-event/$ref");
}

void check_references(const simdjson::dom::element& in) {
    if (in.is_array()) {
        for (const auto item : in.get_array()) check_references(item);
    } else if (in.is_object()) {
        for (const auto [name, value] : in.get_object()) {
            if (name == "$ref") {
                std::string target{value.get_string().value()};
                INFO(target);
                CHECK(openapi().at_pointer(target.substr(1)).error() == simdjson::SUCCESS);
            }
            check_references(value);
        }
    }
}

} // namespace

TEST_CASE("the description has every endpoint under its path and verb", "[gateway][openapi]") {
    CHECK(text_at("/openapi") == "3.1.0");
    for (const auto& binding : all_bindings()) {
        auto verb = binding.verb;
        std::ranges::transform(verb, verb.begin(),
                               [](char c) { return static_cast<char>(c | 32); });
        INFO(verb << " " << binding.path);
        const auto pointer = pointer_to(on_the_wire(binding.path));
        CHECK(text_at(pointer + "/" + verb + "/operationId") != "nothing");
    }
}

TEST_CASE("what names another that may be missing tells so", "[gateway][openapi]") {
    const auto missing = [](const char* path) {
        return text_at(pointer_to(path) + "/get/responses/404/$ref");
    };
    CHECK(missing("/api/auth/sessions") == "#/components/responses/Problem");
    CHECK(missing("/api/contact/{id}") == "#/components/responses/Problem");
    CHECK(missing("/api/organization") == "nothing");
}

TEST_CASE("every reference leads somewhere", "[gateway][openapi]") {
    check_references(openapi());
}

TEST_CASE("the contracts' comments are its words", "[gateway][openapi]") {
    CHECK(text_at(pointer_to("/api/contact/upsert") + "/post/summary") ==
          "Creates or updates up to 1,000 contacts by phone");
    CHECK(text_at("/components/schemas/Contact/properties/phoneE164/description") != "nothing");
}

TEST_CASE("raw JSON is described by what it holds", "[gateway][openapi]") {
    CHECK(text_at("/components/schemas/UpsertContactsRequest/properties/data/items/$ref") ==
          "#/components/schemas/ContactInput");
}

TEST_CASE("a live answer is described by its events", "[gateway][openapi]") {
    CHECK(event_of("/api/program-executions/{id}/live") == "#/components/schemas/Execution");
}

TEST_CASE("every contract with endpoints is linked", "[gateway][contracts]") {
    google::protobuf::FileDescriptorSet all;
    const auto described = contract_descriptors();
    REQUIRE(all.ParseFromArray(described.data(), static_cast<int>(described.size())));
    for (const auto& file : all.file()) {
        const bool has_endpoints = std::ranges::any_of(file.service(), [](const auto& service) {
            return std::ranges::any_of(service.method(), [](const auto& rpc) {
                return rpc.options().HasExtension(google::api::http);
            });
        });
        const bool is_linked = std::ranges::any_of(
            contracts(), [&](const auto* linked) { return linked->name() == file.name(); });
        INFO(file.name());
        CHECK(has_endpoints == is_linked);
    }
}

TEST_CASE("the page needs nothing from elsewhere", "[gateway][docs]") {
    CHECK_THAT(docs_page(), !Catch::Contains("http://") && !Catch::Contains("https://"));
}
