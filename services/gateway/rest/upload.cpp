#include "gateway/rest/upload.hpp"

#include "base/text.hpp"
#include "gateway/rest/exchange.hpp"
#include "gateway/rest/multipart.hpp"
#include "gateway/rest/transcode.hpp"
#include "http/json_reader.hpp"
#include "http/member.hpp"
#include "rpc/status.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>

namespace hatif::gateway {

namespace {

using Stub = grpc::TemplatedGenericStub<pb::MessageLite, pb::MessageLite>;

constexpr std::size_t most_file_bytes = 128 << 20;
// A comma list takes many times its bytes once it is read.
constexpr std::size_t most_text_bytes = 1 << 20;
constexpr std::size_t piece_bytes = 512 << 10;
constexpr auto deadline = std::chrono::seconds{120};

/// The form's way into the header of the rpc's first message.
struct Form {
    pb::Message& header;
    http::Members bound; ///< by the path
    http::FieldErrors wrong;

    /// Members that the form gives; the others come with the file, or by the path.
    const pb::FieldDescriptor* member(const std::string& name) const {
        if (name == "fileName" || name == "contentType") return nullptr;
        const auto* found = http::find_member(*header.GetDescriptor(), name);
        return bound.contains(found) ? nullptr : found;
    }

    void set(const char* name, const std::string& text) {
        const auto* found = header.GetDescriptor()->FindFieldByName(name);
        header.GetReflection()->SetString(&header, found, text);
    }
};

/// ["a","b"] as texts; none when it is not that.
std::optional<std::vector<std::string>> read_json_texts(std::string_view json) {
    simdjson::dom::parser parser;
    simdjson::dom::array array;
    if (parser.parse(simdjson::padded_string{json}).get(array) != simdjson::SUCCESS) return {};
    std::vector<std::string> texts;
    for (const auto item : array) {
        std::string_view text;
        if (item.get(text) != simdjson::SUCCESS) return std::nullopt;
        texts.emplace_back(text);
    }
    return texts;
}

void read_list(const Part& part, const pb::FieldDescriptor& member, Form& form) {
    if (base::trimmed(part.content).starts_with('[')) {
        const auto texts = read_json_texts(part.content);
        if (!texts) {
            return form.wrong.push_back(
                {part.name, "must be a comma list or a JSON array of texts"});
        }
        for (const auto& text : *texts) {
            http::read_parameter(text, form.header, member, form.wrong);
        }
        return;
    }
    for (const auto item : base::split(part.content, ',')) {
        const auto text = base::trimmed(item);
        if (!text.empty()) http::read_parameter(text, form.header, member, form.wrong);
    }
}

void read_text(const Part& part, Form& form) {
    // Clients that send a list in several parts name them so.
    constexpr std::string_view list_mark = "[]";
    const bool is_marked = part.name.ends_with(list_mark);
    const auto name = part.name.substr(0, part.name.size() - (is_marked ? list_mark.size() : 0));
    const auto* member = form.member(name);
    if (member == nullptr || (is_marked && !member->is_repeated())) {
        return form.wrong.push_back({part.name, "is not a known member"});
    }
    if (member->is_repeated()) return read_list(part, *member, form);
    http::read_parameter(part.content, form.header, *member, form.wrong);
}

base::Result<std::string_view> read_parts(const std::vector<Part>& parts, Form& form) {
    std::optional<std::string_view> file;
    std::size_t text_bytes = 0;
    for (const auto& part : parts) {
        if (part.name != "file") {
            text_bytes += part.content.size();
            if (text_bytes > most_text_bytes) {
                return base::fail(base::Errc::too_large, "the form's texts are larger than 1 MiB",
                                  "TOO_LARGE");
            }
            read_text(part, form);
        } else if (file) {
            form.wrong.push_back({"file", "is given twice"});
        } else if (part.content.size() > most_file_bytes) {
            return base::fail(base::Errc::too_large, "the file is larger than 128 MiB",
                              "TOO_LARGE");
        } else {
            file = part.content;
            const bool has_name = part.file_name && base::is_utf8(*part.file_name);
            form.set("file_name", has_name ? *part.file_name : "");
            form.set("content_type", part.content_type);
        }
    }
    if (!file) form.wrong.push_back({"file", "is required"});
    if (file && file->empty()) form.wrong.push_back({"file", "is empty"});
    return file.value_or("");
}

/// The file in pieces, one write after the other; deletes itself when the call is over. For gRPC a
/// stream that a client sends is one that goes both ways, with one answer.
class Uploading final : public grpc::ClientBidiReactor<pb::MessageLite, pb::MessageLite> {
public:
    Uploading(Upstreams& upstreams,
              const Binding& binding,
              std::shared_ptr<Exchange> exchange,
              std::shared_ptr<const http::Request> request,
              Upload upload,
              const Onward& onward)
        : running_{upstreams.begin()}, stub_{upstreams.channel_of(*binding.rpc)}, binding_{binding},
          exchange_{std::move(exchange)}, request_{std::move(request)}, rest_{upload.file},
          next_{std::move(upload.first)}, answer_{new_answer(binding)} {
        onward.put_onto(context_, deadline);
    }

    void start() {
        stub_.PrepareBidiStreamingCall(&context_, full_method(*binding_.rpc), {}, this);
        StartWrite(next_.get());
        StartRead(answer_.get());
        StartCall();
    }

    void OnWriteDone(bool taken) override {
        if (!taken) return; // the service has answered already
        if (rest_.empty()) {
            StartWritesDone();
        } else {
            const auto* chunk = next_->GetDescriptor()->FindFieldByName("chunk");
            next_->GetReflection()->SetString(next_.get(), chunk,
                                              std::string{rest_.substr(0, piece_bytes)});
            rest_.remove_prefix(std::min(piece_bytes, rest_.size()));
            StartWrite(next_.get());
        }
    }

    void OnDone(const grpc::Status& done) override {
        if (done.ok()) {
            exchange_->answer(to_response(binding_, *answer_));
        } else {
            exchange_->refuse(error_of_upstream(rpc::from_status(done), binding_));
        }
        delete this;
    }

private:
    const std::shared_ptr<void> running_; // first, so that it goes last
    Stub stub_;
    const Binding& binding_;
    std::shared_ptr<Exchange> exchange_;
    const std::shared_ptr<const http::Request> request_; // holds what rest_ looks into
    std::string_view rest_;
    grpc::ClientContext context_;
    const std::unique_ptr<pb::Message> next_;
    const std::unique_ptr<pb::Message> answer_;
};

} // namespace

base::Result<Upload> read_upload(const Found& route, const http::Request& request) {
    const auto type = request.headers.find("Content-Type");
    const auto parts = read_multipart(type.value_or(""), request.body);
    if (!parts) return base::fail(parts.error());
    Upload upload{new_request(*route.binding), {}};
    const auto* member = upload.first->GetDescriptor()->FindFieldByName("header");
    Form form{*upload.first->GetReflection()->MutableMessage(upload.first.get(), member), {}, {}};
    form.bound = read_path(route.values, form.header, form.wrong);
    const auto file = read_parts(*parts, form);
    if (!file) return base::fail(file.error());
    upload.file = *file;
    if (form.wrong.empty()) return upload;
    return base::fail(base::Error{base::Errc::invalid, "", "VALIDATION", std::move(form.wrong)});
}

StreamHandler uploads(Upstreams& upstreams) {
    return [&upstreams](std::shared_ptr<Exchange> exchange, const Found& route,
                        http::Request request, const Onward& onward) {
        auto kept = std::make_shared<http::Request>(std::move(request));
        auto upload = read_upload(route, *kept);
        if (!upload) return exchange->refuse(upload.error());
        (new Uploading{upstreams, *route.binding, std::move(exchange), std::move(kept),
                       std::move(*upload), onward})
            ->start();
    };
}

} // namespace hatif::gateway
