#pragma once

#include "gateway/docs/comments.hpp"
#include "gateway/docs/schemas.hpp"
#include "gateway/rest/binding.hpp"

#include <string>

namespace hatif::gateway {

/// The path as clients know it, its members by their names on the wire: "/api/call-report/{jobId}".
std::string path_of(const Binding& binding);

/// `{"application/json": {"schema": …}}`.
std::string json_media(const std::string& schema);
/// `{"$ref": "#/components/…"}`.
std::string json_reference(const std::string& to);

/// One endpoint each, as OpenAPI's Operation Object.
class Operations {
public:
    /// Both outlive it.
    Operations(const Comments& comments, Schemas& schemas)
        : comments_{comments}, schemas_{schemas} {}

    /// `is_first`: the rpc's first binding; another one gets another operationId.
    std::string describe(const Binding& binding, bool is_first);

private:
    std::string parameters(const Binding& binding);
    /// The content of the request's body; empty when there is none.
    std::string request_body(const Binding& binding);
    std::string form_of(const Binding& binding);
    std::string responses(const Binding& binding);
    std::string answer_of(const Binding& binding);

    const Comments& comments_;
    Schemas& schemas_;
};

} // namespace hatif::gateway
