#include "gateway/docs/openapi.hpp"

#include "base/text.hpp"
#include "gateway/docs/comments.hpp"
#include "gateway/docs/schemas.hpp"
#include "gateway/rest/binding.hpp"
#include "hatif/api/v1/options.pb.h"
#include "hatif/program/v1/audio_service.pb.h"
#include "hatif/type/v1/error_reason.pb.h"
#include "http/member.hpp"

#include <set>

namespace hatif::gateway {

namespace {

constexpr const char* introduction =
    "Voice campaigns: contacts and audiences in, calls that follow a flow, a report of every "
    "attempt out. Every answer carries X-Request-Id and X-RateLimit-Limit, -Remaining, -Reset.";

std::string json_media(const std::string& schema) {
    return json_object({{"application/json", json_object({{"schema", schema}})}});
}

std::string reference(const std::string& to) {
    return json_object({{"$ref", json_text("#/components/" + to)}});
}

/// Members that stand in the path.
Schemas::Members path_members(const Binding& binding) {
    Schemas::Members members;
    for (const auto segment : base::split(binding.path, '/')) {
        if (!segment.starts_with('{')) continue;
        members.insert(binding.rpc->input_type()->FindFieldByName(
            std::string{segment.substr(1, segment.size() - 2)}));
    }
    return members;
}

/// The path as clients know it, its members by their names on the wire: "/api/call-report/{jobId}".
std::string path_of(const Binding& binding) {
    std::string path = binding.path;
    for (const auto* member : path_members(binding)) {
        const auto at = path.find("{" + member->name() + "}");
        path.replace(at + 1, member->name().size(), member->camelcase_name());
    }
    return path;
}

bool is_parameter(const pb::FieldDescriptor& member) {
    const bool is_object = member.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE;
    return !http::is_raw_json(member) && (!is_object || http::is_timestamp(member)) &&
           http::find_member(*member.containing_type(), member.camelcase_name()) != nullptr;
}

class Pages {
public:
    Pages(const Comments& comments, Schemas& schemas) : comments_{comments}, schemas_{schemas} {}

    std::string operation(const Binding& binding, bool is_first) {
        const auto words = comments_.of(*binding.rpc);
        const auto& service = binding.rpc->service()->name();
        JsonMembers it{
            {"operationId", json_text(binding.rpc->name() + (is_first ? "" : "Too"))},
            {"tags", json_list({json_text(service.substr(0, service.rfind("Service")))})},
            {"x-role", json_text(http::word_of(*api::v1::Role_descriptor()->FindValueByNumber(
                           static_cast<int>(binding.role))))},
            {"parameters", parameters(binding)},
            {"responses", responses(binding)},
        };
        if (!words.empty()) {
            it.emplace_back("summary", json_text(words.substr(0, words.find(". "))));
            it.emplace_back("description", json_text(words));
        }
        if (const auto body = request_body(binding); !body.empty()) {
            it.emplace_back("requestBody", json_object({{"content", body}}));
        }
        return json_object(it);
    }

private:
    std::string parameters(const Binding& binding) {
        std::vector<std::string> all;
        const auto in_path = path_members(binding);
        const auto& input = *binding.rpc->input_type();
        for (int index = 0; index < input.field_count(); ++index) {
            const auto& member = *input.field(index);
            const bool is_bound = in_path.contains(&member);
            if (!is_bound && (binding.reads_body || !is_parameter(member))) continue;
            JsonMembers it{{"name", json_text(member.camelcase_name())},
                           {"in", is_bound ? R"("path")" : R"("query")"},
                           {"schema", schemas_.parameter_of(member)}};
            if (is_bound) it.emplace_back("required", "true");
            all.push_back(json_object(it));
        }
        if (binding.verb == "POST") all.push_back(reference("parameters/IdempotencyKey"));
        all.push_back(reference("parameters/RequestId"));
        return json_list(all);
    }

    /// The content of the request's body; empty when there is none.
    std::string request_body(const Binding& binding) {
        const auto& input = *binding.rpc->input_type();
        if (!binding.reads_body) return {};
        if (binding.rpc->client_streaming()) return upload_body();
        if (binding.body != nullptr) return json_media(schemas_.schema_of(*binding.body));
        const auto in_path = path_members(binding);
        if (static_cast<int>(in_path.size()) == input.field_count()) return {};
        return json_media(in_path.empty() ? schemas_.reference_to(input)
                                          : schemas_.object_of(input, in_path));
    }

    std::string upload_body() {
        using Header = program::v1::UploadAudioRequest::Header;
        JsonMembers properties{
            {"file", R"({"type":"string","contentMediaType":"application/octet-stream"})"}};
        const auto& header = *Header::descriptor();
        for (int index = 0; index < header.field_count(); ++index) {
            const auto& member = *header.field(index);
            const bool comes_with_file = !member.has_presence() && !member.is_repeated();
            if (comes_with_file) continue;
            properties.emplace_back(member.camelcase_name(), schemas_.schema_of(member));
        }
        const auto schema = json_object({{"type", R"("object")"},
                                         {"required", R"(["file"])"},
                                         {"properties", json_object(properties)}});
        return json_object({{"multipart/form-data", json_object({{"schema", schema}})}});
    }

    std::string responses(const Binding& binding) {
        JsonMembers success{{"description", R"("done")"}};
        if (binding.success != 204) {
            success.emplace_back(
                "content", json_media(binding.answer != nullptr
                                          ? schemas_.schema_of(*binding.answer)
                                          : schemas_.reference_to(*binding.rpc->output_type())));
        }
        JsonMembers all{{std::to_string(binding.success), json_object(success)}};
        std::set<std::string> refusals{"400", "401", "403", "429", "500", "503"};
        if (!path_members(binding).empty()) refusals.insert("404");
        if (binding.verb == "POST") refusals.insert({"409", "413", "422"});
        for (const auto& status : refusals)
            all.emplace_back(status, reference("responses/Problem"));
        return json_object(all);
    }

    const Comments& comments_;
    Schemas& schemas_;
};

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
         {"parameters", R"({"RequestId":{"name":"X-Request-Id","in":"header","schema":)"
                        R"({"type":"string","maxLength":128}},"IdempotencyKey":{"name":)"
                        R"("Idempotency-Key","in":"header","description":"The same key and body )"
                        R"(within 24 hours gives the first answer again.","schema":)"
                        R"({"type":"string","minLength":1,"maxLength":255}}})"},
         {"responses",
          json_object(
              {{"Problem", json_object({{"description", R"("refused; error and hint say why")"},
                                        {"content", json_media(reference("schemas/Problem"))}})}})},
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

    Pages pages{comments, schemas};
    std::map<std::string, JsonMembers> paths;
    std::set<const pb::MethodDescriptor*> seen;
    for (const auto& binding : bindings) {
        auto verb = binding.verb;
        for (auto& c : verb) c = static_cast<char>(c - 'A' + 'a');
        const bool is_first = seen.insert(binding.rpc).second;
        paths[path_of(binding)].emplace_back(verb, pages.operation(binding, is_first));
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
