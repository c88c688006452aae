#pragma once

#include "base/result.hpp"
#include "gateway/rest/router.hpp"
#include "http/json_reader.hpp"
#include "http/message.hpp"

#include <memory>

namespace google::protobuf {
class Message;
}

namespace hatif::gateway {

/// A new message of the rpc's request or answer.
std::unique_ptr<pb::Message> new_request(const Binding& binding);
std::unique_ptr<pb::Message> new_answer(const Binding& binding);

/// Path, query and body as the rpc's request: the query may give what neither of the others does,
/// whatever the verb. Everything that is wrong is told at once.
base::Result<std::unique_ptr<pb::Message>> to_message(const Found& route, http::Request& request);

/// The path's parameters into the message's members of their names. Answers which were set.
http::Members read_path(const PathValues& values, pb::Message& into, http::FieldErrors& wrong);

/// What the rpc's answer is printed of: one member of it, or (null) all of it.
const pb::FieldDescriptor* answered_member(const Binding& binding, const pb::Message& request);

/// The rpc's answer, or one member of it, with the status of success; 204 carries none.
http::Response to_response(const Binding& binding,
                           const pb::Message& answer,
                           const pb::FieldDescriptor* member = nullptr);

} // namespace hatif::gateway
