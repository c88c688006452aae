#include "gateway/rest/binding.hpp"

#include "google/api/annotations.pb.h"
#include "hatif/api/v1/options.pb.h"
#include "hatif/type/v1/download.pb.h"

#include <google/protobuf/descriptor.h>

#include <stdexcept>

namespace hatif::gateway {

namespace {

std::pair<std::string, std::string> verb_and_path(const google::api::HttpRule& rule) {
    switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet:
        return {"GET", rule.get()};
    case google::api::HttpRule::kPut:
        return {"PUT", rule.put()};
    case google::api::HttpRule::kPost:
        return {"POST", rule.post()};
    case google::api::HttpRule::kDelete:
        return {"DELETE", rule.delete_()};
    case google::api::HttpRule::kPatch:
        return {"PATCH", rule.patch()};
    default:
        return {};
    }
}

const pb::FieldDescriptor* member(const pb::Descriptor& message, const std::string& name) {
    const auto* found = message.FindFieldByName(name);
    if (found == nullptr) throw std::runtime_error{message.full_name() + " has no member " + name};
    return found;
}

Binding::Shape shape_of(const pb::MethodDescriptor& rpc) {
    if (rpc.client_streaming()) {
        const bool fits = rpc.input_type()->FindFieldByName("header") != nullptr &&
                          rpc.input_type()->FindFieldByName("chunk") != nullptr;
        if (!fits) throw std::runtime_error{rpc.full_name() + " is no upload: header, chunk"};
        return Binding::Shape::upload;
    }
    if (!rpc.server_streaming()) return Binding::Shape::unary;
    const bool is_download = rpc.output_type() == type::v1::Download::descriptor();
    return is_download ? Binding::Shape::download : Binding::Shape::events;
}

Binding binding_of(const pb::MethodDescriptor& rpc, const google::api::HttpRule& rule) {
    const auto& options = rpc.options().GetExtension(api::v1::method);
    Binding binding;
    std::tie(binding.verb, binding.path) = verb_and_path(rule);
    if (!binding.path.starts_with('/')) {
        throw std::runtime_error{rpc.full_name() + " has an HTTP rule without a path"};
    }
    binding.rpc = &rpc;
    binding.reads_body = !rule.body().empty();
    if (binding.reads_body && rule.body() != "*") {
        binding.body = member(*rpc.input_type(), rule.body());
    }
    if (!rule.response_body().empty()) {
        binding.answer = member(*rpc.output_type(), rule.response_body());
        const bool has_meta = rpc.output_type()->FindFieldByName("meta") != nullptr;
        if (has_meta) binding.page = member(*rpc.input_type(), "page");
    }
    binding.role = static_cast<rpc::Role>(options.role());
    if (options.success() != 0) binding.success = options.success();
    binding.open = options.open();
    binding.shape = shape_of(rpc);
    if (binding.shape == Binding::Shape::events && binding.verb != "GET") {
        throw std::runtime_error{rpc.full_name() + " answers events, which are read by GET"};
    }
    return binding;
}

} // namespace

Bindings bindings_of(const pb::FileDescriptor& file) {
    Bindings bindings;
    for (int s = 0; s < file.service_count(); ++s) {
        for (int m = 0; m < file.service(s)->method_count(); ++m) {
            const auto& rpc = *file.service(s)->method(m);
            if (!rpc.options().HasExtension(google::api::http)) continue;
            const auto& rule = rpc.options().GetExtension(google::api::http);
            bindings.push_back(binding_of(rpc, rule));
            for (const auto& more : rule.additional_bindings()) {
                bindings.push_back(binding_of(rpc, more));
            }
        }
    }
    return bindings;
}

std::string full_method(const pb::MethodDescriptor& rpc) {
    return "/" + rpc.service()->full_name() + "/" + rpc.name();
}

} // namespace hatif::gateway
