#pragma once

#include "gateway/rest/binding.hpp"

#include <string_view>
#include <vector>

namespace hatif::gateway {

/// The contracts whose services have REST endpoints. A new rpc in one of them needs no line here; a
/// new file of services needs one.
const std::vector<const pb::FileDescriptor*>& contracts();

/// The endpoints of all of them.
Bindings all_bindings();

/// Every contract with its comments: a serialized google.protobuf.FileDescriptorSet.
std::string_view contract_descriptors();

} // namespace hatif::gateway
