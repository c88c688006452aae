#include "gateway/docs/operations.hpp"

#include "base/text.hpp"
#include "hatif/api/v1/options.pb.h"
#include "http/member.hpp"

#include <google/protobuf/descriptor.h>

#include <set>

namespace hatif::gateway {

namespace {

/// The message that the path's members stand in: of an upload, the header of its stream.
const pb::Descriptor& input_of(const Binding& binding) {
    const auto& input = *binding.rpc->input_type();
    if (binding.shape != Binding::Shape::upload) return input;
    return *input.FindFieldByName("header")->message_type();
}

Schemas::Members path_members(const Binding& binding) {
    Schemas::Members members;
    for (const auto segment : base::split(binding.path, '/')) {
        if (!segment.starts_with('{')) continue;
        members.insert(
            input_of(binding).FindFieldByName(std::string{segment.substr(1, segment.size() - 2)}));
    }
    return members;
}

constexpr const char* event_words =
    "Server-sent events without an end: the object as it is now, then again with each change; each "
    "is one event, its data the JSON of x-event in one line. A comment comes when there was "
    "nothing "
    "to tell for 15 s. After an hour at the latest it ends: ask again.";

bool is_parameter(const pb::FieldDescriptor& member) {
    const bool is_object = member.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE;
    return !http::is_raw_json(member) && (!is_object || http::is_timestamp(member)) &&
           http::find_member(*member.containing_type(), member.json_name()) != nullptr;
}

/// What libs/page asks of every list.
std::string bounded(const std::string& schema, const std::string& name) {
    const char* bounds = name == "page"     ? R"({"minimum":1,"default":1})"
                         : name == "limit"  ? R"({"minimum":1,"maximum":100,"default":20})"
                         : name == "search" ? R"({"maxLength":100})"
                                            : nullptr;
    if (bounds == nullptr) return schema;
    return json_object({{"allOf", json_list({schema, bounds})}});
}

bool comes_with_file(const pb::FieldDescriptor& member) {
    return member.name() == "file_name" || member.name() == "content_type";
}

bool names_another(const Binding& binding) {
    const auto& input = input_of(binding);
    for (int index = 0; index < input.field_count(); ++index) {
        if (input.field(index)->options().GetExtension(api::v1::field).uuid()) return true;
    }
    return false;
}

/// What may be refused, besides what only this endpoint's words tell.
std::set<std::string> refusals_of(const Binding& binding) {
    std::set<std::string> refusals{"400", "401", "403", "429", "500", "503"};
    const bool reads = binding.verb == "GET";
    const bool finds = binding.path.find('{') != std::string::npos || names_another(binding);
    if (!reads || finds) refusals.insert("404");
    if (!reads) refusals.insert({"409", "413", "422"});
    if (binding.shape == Binding::Shape::download) refusals.insert("416");
    return refusals;
}

} // namespace

std::string path_of(const Binding& binding) {
    std::string path = binding.path;
    for (const auto* member : path_members(binding)) {
        const auto at = path.find("{" + member->name() + "}");
        path.replace(at + 1, member->name().size(), member->json_name());
    }
    return path;
}

std::string json_media(const std::string& schema) {
    return json_object({{"application/json", json_object({{"schema", schema}})}});
}

std::string json_reference(const std::string& to) {
    return json_object({{"$ref", json_text("#/components/" + to)}});
}

std::string Operations::describe(const Binding& binding, bool is_first) {
    const auto words = comments_.of(*binding.rpc);
    const auto& service = binding.rpc->service()->name();
    JsonMembers it{
        {"operationId", json_text(binding.rpc->name() + (is_first ? "" : "Too"))},
        {"tags", json_list({json_text(service.substr(0, service.rfind("Service")))})},
        {"parameters", parameters(binding)},
        {"responses", responses(binding)},
    };
    if (binding.open) {
        it.emplace_back("security", "[]");
    } else {
        it.emplace_back("x-role",
                        json_text(http::word_of(*api::v1::Role_descriptor()->FindValueByNumber(
                            static_cast<int>(binding.role)))));
    }
    if (!words.empty()) {
        it.emplace_back("summary", json_text(words.substr(0, words.find(". "))));
        it.emplace_back("description", json_text(words));
    }
    if (const auto body = request_body(binding); !body.empty()) {
        it.emplace_back("requestBody", json_object({{"content", body}}));
    }
    return json_object(it);
}

std::string Operations::parameters(const Binding& binding) {
    std::vector<std::string> all;
    const auto in_path = path_members(binding);
    const auto& input = input_of(binding);
    for (int index = 0; index < input.field_count(); ++index) {
        const auto& member = *input.field(index);
        const bool is_bound = in_path.contains(&member);
        if (!is_bound && (binding.reads_body || !is_parameter(member))) continue;
        JsonMembers it{{"name", json_text(member.json_name())},
                       {"in", is_bound ? R"("path")" : R"("query")"},
                       {"schema", bounded(schemas_.parameter_of(member), member.name())}};
        if (is_bound) it.emplace_back("required", "true");
        all.push_back(json_object(it));
    }
    if (binding.verb == "POST") all.push_back(json_reference("parameters/IdempotencyKey"));
    all.push_back(json_reference("parameters/RequestId"));
    return json_list(all);
}

std::string Operations::request_body(const Binding& binding) {
    const auto& input = *binding.rpc->input_type();
    if (!binding.reads_body) return {};
    if (binding.shape == Binding::Shape::upload) return form_of(binding);
    if (binding.body != nullptr) return json_media(schemas_.schema_of(*binding.body));
    const auto in_path = path_members(binding);
    if (static_cast<int>(in_path.size()) == input.field_count()) return {};
    return json_media(in_path.empty() ? schemas_.reference_to(input)
                                      : schemas_.object_of(input, in_path));
}

std::string Operations::form_of(const Binding& binding) {
    JsonMembers properties{
        {"file", R"({"type":"string","contentMediaType":"application/octet-stream"})"}};
    std::vector<std::string> required{R"("file")"};
    const auto in_path = path_members(binding);
    const auto& header = input_of(binding);
    for (int index = 0; index < header.field_count(); ++index) {
        const auto& member = *header.field(index);
        if (comes_with_file(member) || in_path.contains(&member)) continue;
        const auto name = member.json_name();
        properties.emplace_back(name, schemas_.parameter_of(member));
        if (!member.has_presence() && !member.is_repeated()) required.push_back(json_text(name));
    }
    const auto schema = json_object({{"type", R"("object")"},
                                     {"required", json_list(required)},
                                     {"properties", json_object(properties)}});
    return json_object({{"multipart/form-data", json_object({{"schema", schema}})}});
}

std::string Operations::responses(const Binding& binding) {
    JsonMembers success{{"description", R"("done")"}};
    if (binding.success != 204) success.emplace_back("content", answer_of(binding));
    JsonMembers all{{std::to_string(binding.success), json_object(success)}};
    if (binding.shape == Binding::Shape::download) {
        all.emplace_back("206", json_object({{"description", R"("the part asked for by Range")"},
                                             {"content", answer_of(binding)}}));
    }
    for (const auto& status : refusals_of(binding)) {
        all.emplace_back(status, json_reference("responses/Problem"));
    }
    return json_object(all);
}

std::string Operations::answer_of(const Binding& binding) {
    if (binding.shape == Binding::Shape::download) return R"({"*/*":{"schema":{}}})";
    const auto& output = *binding.rpc->output_type();
    if (binding.shape == Binding::Shape::events) {
        const auto schema = json_object({{"type", R"("string")"},
                                         {"description", json_text(event_words)},
                                         {"contentMediaType", R"("text/event-stream")"},
                                         {"x-event", schemas_.reference_to(output)}});
        return json_object({{"text/event-stream", json_object({{"schema", schema}})}});
    }
    if (binding.answer == nullptr) return json_media(schemas_.reference_to(output));
    const auto bare = schemas_.schema_of(*binding.answer);
    if (binding.page == nullptr) return json_media(bare);
    return json_media(json_object({{"anyOf", json_list({bare, schemas_.reference_to(output)})}}));
}

} // namespace hatif::gateway
