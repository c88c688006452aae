#pragma once

#include "gateway/docs/comments.hpp"
#include "gateway/docs/json_text.hpp"

#include <map>
#include <set>
#include <string>

namespace hatif::gateway {

/// The JSON schemas of the contracts' messages, as the gateway reads and prints them. Messages
/// become components, named once; a reference to one makes it.
class Schemas {
public:
    using Members = std::set<const google::protobuf::FieldDescriptor*>;

    explicit Schemas(const Comments& comments) : comments_{comments} {}

    /// Messages that are read are all optional; call it for all of them before any schema is made.
    void reads(const google::protobuf::Descriptor& message);

    /// `{"$ref": …}`.
    std::string reference_to(const google::protobuf::Descriptor& message);
    /// An object of its members, without those that stand elsewhere: in the path.
    std::string object_of(const google::protobuf::Descriptor& message, const Members& without = {});
    /// With null, where that is what an unset member reads or prints as.
    std::string schema_of(const google::protobuf::FieldDescriptor& member);
    /// Of a parameter: never null.
    std::string parameter_of(const google::protobuf::FieldDescriptor& member);

    const std::map<std::string, std::string>& components() const { return components_; }

private:
    std::string name_of(const google::protobuf::Descriptor& message);
    JsonMembers plural_of(const google::protobuf::FieldDescriptor& member);
    std::string described(JsonMembers schema, const google::protobuf::FieldDescriptor& member);
    JsonMembers value_of(const google::protobuf::FieldDescriptor& member);
    JsonMembers raw_json_of(const google::protobuf::FieldDescriptor& member);

    const Comments& comments_;
    std::set<const google::protobuf::Descriptor*> read_;
    std::map<const google::protobuf::Descriptor*, std::string> names_;
    std::map<std::string, std::string> components_;
};

} // namespace hatif::gateway
