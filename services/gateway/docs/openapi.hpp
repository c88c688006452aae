#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace google::protobuf {
class FileDescriptor;
}

namespace hatif::gateway {

/// OpenAPI 3.1 of the endpoints of these contracts, as JSON. `described` is a serialized
/// FileDescriptorSet with source info: the contracts' comments become descriptions.
std::string openapi_json(const std::vector<const google::protobuf::FileDescriptor*>& contracts,
                         std::string_view described);

} // namespace hatif::gateway
