#include "gateway/rest/transcode.hpp"

#include "base/text.hpp"
#include "http/json_reader.hpp"
#include "http/json_writer.hpp"
#include "http/member.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

namespace hatif::gateway {

namespace {

std::unique_ptr<pb::Message> make(const pb::Descriptor& type) {
    const auto* prototype = pb::MessageFactory::generated_factory()->GetPrototype(&type);
    return std::unique_ptr<pb::Message>{prototype->New()};
}

/// A member that one parameter can hold.
const pb::FieldDescriptor* find_parameter(const pb::Descriptor& type, std::string_view name) {
    const auto* member = http::find_member(type, name);
    if (member == nullptr || http::is_raw_json(*member)) return nullptr;
    const bool is_object = member->cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE;
    return is_object && !http::is_timestamp(*member) ? nullptr : member;
}

/// Those that the body has said something about, be it null: of these the query says nothing.
http::Members said(const pb::Message& message) {
    std::vector<const pb::FieldDescriptor*> set;
    message.GetReflection()->ListFields(message, &set);
    http::Members members{set.begin(), set.end()};
    const auto* cleared = http::cleared_member(*message.GetDescriptor());
    if (cleared == nullptr) return members;
    const auto& reflection = *message.GetReflection();
    for (int index = 0; index < reflection.FieldSize(message, cleared); ++index) {
        members.insert(http::find_member(*message.GetDescriptor(),
                                         reflection.GetRepeatedString(message, cleared, index)));
    }
    return members;
}

void read_query(std::string_view query,
                const http::Members& bound,
                pb::Message& into,
                http::FieldErrors& wrong) {
    const auto parameters = http::read_query(query);
    if (!parameters) return wrong.push_back({"query", "is not percent-encoded correctly"});
    const auto in_body = said(into);
    for (const auto& [name, text] : *parameters) {
        const auto* member = find_parameter(*into.GetDescriptor(), name);
        if (member == nullptr || bound.contains(member)) {
            wrong.push_back({name, "is not a known parameter"});
        } else if (in_body.contains(member)) {
            wrong.push_back({name, "is given twice: in the query and in the body"});
        } else {
            http::read_parameter(text, into, *member, wrong);
        }
    }
}

base::Result<void> read_body(const Binding& binding,
                             std::string& body,
                             const http::Members& bound,
                             pb::Message& into,
                             http::FieldErrors& wrong) {
    if (binding.body == nullptr) return http::read_json(body, into, wrong, bound);
    if (http::is_raw_json(*binding.body)) return http::read_raw_json(body, into, *binding.body);
    return http::read_json(body, *into.GetReflection()->MutableMessage(&into, binding.body), wrong);
}

} // namespace

std::unique_ptr<pb::Message> new_request(const Binding& binding) {
    return make(*binding.rpc->input_type());
}

std::unique_ptr<pb::Message> new_answer(const Binding& binding) {
    return make(*binding.rpc->output_type());
}

http::Members read_path(const PathValues& values, pb::Message& into, http::FieldErrors& wrong) {
    http::Members bound;
    for (const auto& [name, text] : values) {
        const auto* member = into.GetDescriptor()->FindFieldByName(name);
        bound.insert(member);
        http::read_parameter(text, into, *member, wrong);
    }
    return bound;
}

base::Result<std::unique_ptr<pb::Message>> to_message(const Found& route, http::Request& request) {
    const auto& binding = *route.binding;
    auto message = new_request(binding);
    http::FieldErrors wrong;
    const auto bound = read_path(route.values, *message, wrong);
    if (binding.reads_body) {
        const auto read = read_body(binding, request.body, bound, *message, wrong);
        if (!read) return base::fail(read.error());
    }
    // Behind the body, so that what stands in both is seen.
    read_query(request.query, bound, *message, wrong);
    if (wrong.empty()) return message;
    return base::fail(base::Error{base::Errc::invalid, "", "VALIDATION", std::move(wrong)});
}

const pb::FieldDescriptor* answered_member(const Binding& binding, const pb::Message& request) {
    const bool with_meta =
        binding.page != nullptr && request.GetReflection()->HasField(request, binding.page);
    return with_meta ? nullptr : binding.answer;
}

http::Response
to_response(const Binding& binding, const pb::Message& answer, const pb::FieldDescriptor* member) {
    if (binding.success == 204) return {204, {}, {}};
    return {binding.success,
            {{"Content-Type", "application/json"}},
            member != nullptr ? http::to_json(answer, *member) : http::to_json(answer)};
}

} // namespace hatif::gateway
