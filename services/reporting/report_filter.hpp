#pragma once

#include "reporting/report_store.hpp"

#include "rpc/time.hpp"

#include <optional>
#include <string>

/// The filters of a list request, whichever of them the message has.
namespace hatif::reporting {

template <class Request>
JobFilter filter_of(const Request& request) {
    JobFilter it;
    if constexpr (requires { request.has_execution_id(); }) {
        // The gateway has checked that they are uuids; another text names nothing.
        const auto id = [](bool given, const std::string& text) -> std::optional<base::Uuid> {
            if (!given) return std::nullopt;
            return base::Uuid::parse(text).value_or(base::Uuid{});
        };
        it.execution = id(request.has_execution_id(), request.execution_id());
        it.program = id(request.has_program_id(), request.program_id());
        it.contact = id(request.has_contact_id(), request.contact_id());
        it.flow = id(request.has_flow_id(), request.flow_id());
        if (request.has_from()) it.from = rpc::from_wire(request.from());
        if (request.has_to()) it.to = rpc::from_wire(request.to());
    }
    if (request.has_outcome()) it.outcome = request.outcome();
    if constexpr (requires { request.has_status(); }) {
        if (request.has_status()) it.status = request.status();
    }
    return it;
}

} // namespace hatif::reporting
