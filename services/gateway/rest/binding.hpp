#pragma once

#include "rpc/caller.hpp"

#include <string>
#include <vector>

namespace google::protobuf {
class FieldDescriptor;
class FileDescriptor;
class Message;
class MethodDescriptor;
} // namespace google::protobuf

namespace hatif::gateway {

namespace pb = google::protobuf;

/// One way to reach one rpc over REST: a google.api.http rule of a linked contract, with our own
/// options beside it.
struct Binding {
    std::string verb; ///< "GET"
    std::string path; ///< "/api/contact/{id}"
    const pb::MethodDescriptor* rpc = nullptr;
    bool reads_body = false;
    /// The member that the body is; null with `reads_body`: the body's members are the message's.
    const pb::FieldDescriptor* body = nullptr;
    /// The member that is answered; null: the whole message.
    const pb::FieldDescriptor* answer = nullptr;
    /// The request's `page`: a bare list is answered with its meta when it is set. Null: never.
    const pb::FieldDescriptor* page = nullptr;
    rpc::Role role = rpc::Role::none;
    unsigned success = 200;
    /// No credential is asked for.
    bool open = false;
    /// What the rpc's streams say: neither; the request (multipart in); the answer (bytes out, or
    /// messages: text/event-stream).
    enum class Shape { unary, upload, download, events } shape = Shape::unary;
};

using Bindings = std::vector<Binding>;

/// Those of all services of a file, in the contract's order. Throws std::runtime_error when a rule
/// cannot be served: an unknown member, no path.
Bindings bindings_of(const pb::FileDescriptor& file);

/// "/hatif.contact.v1.ContactService/GetContact".
std::string full_method(const pb::MethodDescriptor& rpc);

} // namespace hatif::gateway
