#include "gateway/docs/openapi.hpp"

#include "gateway/docs/comments.hpp"
#include "gateway/docs/operations.hpp"
#include "gateway/docs/schemas.hpp"
#include "gateway/rest/binding.hpp"
#include "hatif/api/v1/options.pb.h"
#include "hatif/type/v1/error_reason.pb.h"

#include <set>

namespace hatif::gateway {

namespace {

constexpr const char* introduction =
    "Voice campaigns: contacts and audiences in, calls that follow a flow, a report of every "
    "attempt out. Every answer carries X-Request-Id and X-RateLimit-Limit, -Remaining, -Reset.";

std::string problem_schema() {
    std::vector<std::string> names;
    const auto& reasons = *type::v1::ErrorReason_descriptor();
    for (int index = 0; index < reasons.value_count(); ++index) {
        names.push_back(
            json_text(reasons.value(index)->options().GetExtension(api::v1::error).name()));
    }
    return json_object(
        {{"type", R"("object")"},
         {"required", R"(["statusCode","error","message","hint","fieldErrors","timestamp","path",)"
                      R"("requestId"])"},
         {"properties",
          json_object(
              {{"statusCode", R"({"type":"integer"})"},
               {"error", json_object({{"type", R"("string")"}, {"enum", json_list(names)}})},
               {"message", R"({"type":"string"})"},
               {"hint", R"({"type":"string"})"},
               {"fieldErrors", R"({"type":"object","additionalProperties":)"
                               R"({"type":"array","items":{"type":"string"}}})"},
               {"timestamp", R"({"type":"string","format":"date-time"})"},
               {"path", R"({"type":"string"})"},
               {"requestId", R"({"type":"string"})"}})}});
}

std::string components_of(const Schemas& schemas) {
    JsonMembers all{{"Problem", problem_schema()}};
    all.insert(all.end(), schemas.components().begin(), schemas.components().end());
    return json_object(
        {{"schemas", json_object(all)},
         {"parameters",
          R"({"RequestId":{"name":"X-Request-Id","in":"header","description":)"
          R"("Returned; made when it is none of 1 to 128 visible characters.","schema":)"
          R"({"type":"string"}},"IdempotencyKey":{"name":"Idempotency-Key","in":"header",)"
          R"("description":"The same key and body within 24 hours gives the first answer again.",)"
          R"("schema":{"type":"string","pattern":"^[!-~]{1,255}$"}}})"},
         {"responses",
          json_object(
              {{"Problem",
                json_object({{"description", R"("refused; error and hint say why")"},
                             {"content", json_media(json_reference("schemas/Problem"))}})}})},
         {"securitySchemes", R"({"bearer":{"type":"http","scheme":"bearer"},"apiKey":)"
                             R"({"type":"apiKey","in":"header","name":"x-api-key"}})"}});
}

} // namespace

std::string openapi_json(const std::vector<const pb::FileDescriptor*>& contracts,
                         std::string_view described) {
    const Comments comments{described};
    Schemas schemas{comments};
    Bindings bindings;
    for (const auto* file : contracts) {
        const auto more = bindings_of(*file);
        bindings.insert(bindings.end(), more.begin(), more.end());
    }
    for (const auto& binding : bindings) schemas.reads(*binding.rpc->input_type());

    Operations operations{comments, schemas};
    std::map<std::string, JsonMembers> paths;
    std::set<const pb::MethodDescriptor*> seen;
    for (const auto& binding : bindings) {
        auto verb = binding.verb;
        for (auto& c : verb) c = static_cast<char>(c - 'A' + 'a');
        const bool is_first = seen.insert(binding.rpc).second;
        paths[path_of(binding)].emplace_back(verb, operations.describe(binding, is_first));
    }
    JsonMembers listed;
    for (const auto& [path, verbs] : paths) listed.emplace_back(path, json_object(verbs));
    return json_object({{"openapi", R"("3.1.0")"},
                        {"info", json_object({{"title", R"("Hatif")"},
                                              {"version", R"("1")"},
                                              {"description", json_text(introduction)}})},
                        {"security", R"([{"bearer":[]},{"apiKey":[]}])"},
                        {"paths", json_object(listed)},
                        {"components", components_of(schemas)}});
}

} // namespace hatif::gateway
