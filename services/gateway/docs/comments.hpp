#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>

namespace hatif::gateway {

/// What the contracts say in words: the comment above a message, a member, an rpc, a word of an
/// enum. Empty where there is none.
class Comments {
public:
    /// `described`: a serialized FileDescriptorSet with source info, imports first.
    explicit Comments(std::string_view described);

    std::string of(const google::protobuf::Descriptor& message) const;
    std::string of(const google::protobuf::FieldDescriptor& member) const;
    std::string of(const google::protobuf::MethodDescriptor& rpc) const;
    std::string of(const google::protobuf::EnumValueDescriptor& value) const;

private:
    google::protobuf::DescriptorPool pool_;
};

} // namespace hatif::gateway
