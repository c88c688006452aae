#include "gateway/docs/comments.hpp"

#include "base/text.hpp"

#include <google/protobuf/descriptor.pb.h>

#include <stdexcept>

namespace hatif::gateway {

namespace {

namespace pb = google::protobuf;

template <class Found>
std::string comment_of(const Found* found) {
    pb::SourceLocation location;
    if (found == nullptr || !found->GetSourceLocation(&location)) return {};
    std::string text;
    for (const auto line : base::split(location.leading_comments, '\n')) {
        const auto words = base::trimmed(line);
        if (words.empty()) continue;
        text += text.empty() ? "" : " ";
        text += words;
    }
    return text;
}

} // namespace

Comments::Comments(std::string_view described) {
    pb::FileDescriptorSet files;
    if (!files.ParseFromArray(described.data(), static_cast<int>(described.size()))) {
        throw std::runtime_error{"the embedded contracts are damaged"};
    }
    for (const auto& file : files.file()) pool_.BuildFile(file);
}

std::string Comments::of(const pb::Descriptor& message) const {
    return comment_of(pool_.FindMessageTypeByName(message.full_name()));
}

std::string Comments::of(const pb::FieldDescriptor& member) const {
    return comment_of(pool_.FindFieldByName(member.full_name()));
}

std::string Comments::of(const pb::MethodDescriptor& rpc) const {
    return comment_of(pool_.FindMethodByName(rpc.full_name()));
}

std::string Comments::of(const pb::EnumValueDescriptor& value) const {
    return comment_of(pool_.FindEnumValueByName(value.full_name()));
}

} // namespace hatif::gateway
