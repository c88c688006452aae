#include "gateway/rest/upload_audio.hpp"

#include "base/text.hpp"
#include "gateway/rest/multipart.hpp"
#include "gateway/rest/transcode.hpp"
#include "hatif/program/v1/audio_service.grpc.pb.h"
#include "http/json_reader.hpp"
#include "http/member.hpp"
#include "rpc/status.hpp"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>

namespace hatif::gateway {

namespace {

using Header = program::v1::UploadAudioRequest::Header;

constexpr std::size_t most_file_bytes = 128 << 20;
constexpr std::size_t piece_bytes = 512 << 10;
constexpr auto deadline = std::chrono::seconds{120};

/// Members of the header that the form gives; its other members come with the file.
const pb::FieldDescriptor* form_member(const std::string& name) {
    const bool comes_with_file = name == "fileName" || name == "contentType";
    return comes_with_file ? nullptr : http::find_member(*Header::descriptor(), name);
}

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

void read_list(const Part& part,
               Header& header,
               const pb::FieldDescriptor& member,
               http::FieldErrors& wrong) {
    if (base::trimmed(part.content).starts_with('[')) {
        const auto texts = read_json_texts(part.content);
        if (!texts) {
            return wrong.push_back({part.name, "must be a comma list or a JSON array of texts"});
        }
        for (const auto& text : *texts) http::read_parameter(text, header, member, wrong);
        return;
    }
    for (const auto item : base::split(part.content, ',')) {
        const auto text = base::trimmed(item);
        if (!text.empty()) http::read_parameter(text, header, member, wrong);
    }
}

void read_text(const Part& part, Header& header, http::FieldErrors& wrong) {
    // Clients that send a list in several parts name them so.
    constexpr std::string_view list_mark = "[]";
    const bool is_marked = part.name.ends_with(list_mark);
    const auto name = part.name.substr(0, part.name.size() - (is_marked ? list_mark.size() : 0));
    const auto* member = form_member(name);
    if (member == nullptr || (is_marked && !member->is_repeated())) {
        return wrong.push_back({part.name, "is not a known member"});
    }
    if (member->is_repeated()) return read_list(part, header, *member, wrong);
    http::read_parameter(part.content, header, *member, wrong);
}

/// The file in pieces, one write after the other; deletes itself when the call is over.
class Uploading final : public grpc::ClientWriteReactor<program::v1::UploadAudioRequest> {
public:
    Uploading(Upstreams& upstreams,
              const Binding& binding,
              std::shared_ptr<Exchange> exchange,
              std::shared_ptr<const http::Request> request,
              AudioForm form,
              const Onward& onward)
        : running_{upstreams.begin()}, stub_{upstreams.channel_of(*binding.rpc)}, binding_{binding},
          exchange_{std::move(exchange)}, request_{std::move(request)}, rest_{form.file} {
        onward.put_onto(context_, deadline);
        *next_.mutable_header() = std::move(form.header);
    }

    void start() {
        stub_.async()->UploadAudio(&context_, &audio_, this);
        StartWrite(&next_);
        StartCall();
    }

    void OnWriteDone(bool taken) override {
        if (!taken) return; // the service has answered already
        if (rest_.empty()) {
            StartWritesDone();
        } else {
            next_.set_chunk(std::string{rest_.substr(0, piece_bytes)});
            rest_.remove_prefix(std::min(piece_bytes, rest_.size()));
            StartWrite(&next_);
        }
    }

    void OnDone(const grpc::Status& done) override {
        if (done.ok()) {
            exchange_->answer(to_response(binding_, audio_));
        } else {
            exchange_->refuse(
                error_of_upstream(rpc::from_status(done), full_method(*binding_.rpc)));
        }
        delete this;
    }

private:
    const std::shared_ptr<void> running_; // first, so that it goes last
    program::v1::AudioService::Stub stub_;
    const Binding& binding_;
    std::shared_ptr<Exchange> exchange_;
    const std::shared_ptr<const http::Request> request_; // holds what rest_ looks into
    std::string_view rest_;
    grpc::ClientContext context_;
    program::v1::UploadAudioRequest next_;
    program::v1::Audio audio_;
};

} // namespace

base::Result<AudioForm> read_audio_form(const http::Request& request) {
    const auto type = request.headers.find("Content-Type");
    const auto parts = read_multipart(type.value_or(""), request.body);
    if (!parts) return base::fail(parts.error());
    AudioForm form;
    http::FieldErrors wrong;
    bool has_file = false;
    for (const auto& part : *parts) {
        if (part.name != "file") {
            read_text(part, form.header, wrong);
        } else if (std::exchange(has_file, true)) {
            wrong.push_back({"file", "is given twice"});
        } else if (part.content.size() > most_file_bytes) {
            return base::fail(base::Errc::too_large, "the file is larger than 128 MiB",
                              "TOO_LARGE");
        } else {
            form.file = part.content;
            const bool has_name = part.file_name && base::is_utf8(*part.file_name);
            form.header.set_file_name(has_name ? *part.file_name : "");
            form.header.set_content_type(part.content_type);
        }
    }
    if (!has_file) wrong.push_back({"file", "is required"});
    if (has_file && form.file.empty()) wrong.push_back({"file", "is empty"});
    if (wrong.empty()) return form;
    return base::fail(base::Error{base::Errc::invalid, "", "VALIDATION", std::move(wrong)});
}

CustomHandler upload_audio(Upstreams& upstreams) {
    return [&upstreams](std::shared_ptr<Exchange> exchange, const Binding& binding,
                        http::Request request, const Onward& onward) {
        auto kept = std::make_shared<http::Request>(std::move(request));
        auto form = read_audio_form(*kept);
        if (!form) return exchange->refuse(form.error());
        (new Uploading{upstreams, binding, std::move(exchange), std::move(kept), std::move(*form),
                       onward})
            ->start();
    };
}

} // namespace hatif::gateway
