#include "program_scheduler/numbers/did_wire.hpp"

#include "phone/country.hpp"
#include "phone/phone_number.hpp"
#include "program_scheduler/content/field_check.hpp"
#include "program_scheduler/executions/limits.hpp"
#include "rpc/time.hpp"

namespace hatif::program_scheduler {

using base::Result;
namespace v1 = program::v1;

namespace {

constexpr Length number_length{0, 20};
constexpr Length country_length{0, 64};
constexpr Length description_length{0, 256};
constexpr Length id_length{0, 36};
constexpr std::uint32_t most_calls = 1'000'000;

/// The members that a create and a change have in common, read over what was there before.
template <class Request>
class Reader {
public:
    Reader(const Request& request, Did before, FieldCheck& check)
        : request_{request}, did_{std::move(before)}, check_{check} {}

    Result<Did> read(base::Instant now) {
        take_text(did_.country, "country", request_.has_country(), request_.country(),
                  country_length);
        if (did_.country && !phone::Country::parse(*did_.country)) {
            check_.refuse("country", "must be an ISO 3166-1 alpha-2 code, like MA");
        }
        take_text(did_.description, "description", request_.has_description(),
                  request_.description(), description_length);
        take_id(did_.trunk, "trunkId", request_.has_trunk_id(), request_.trunk_id());
        take_id(did_.inbound_flow, "inboundFlowId", request_.has_inbound_flow_id(),
                request_.inbound_flow_id());
        read_status();
        read_calls();
        if (cleared("isShared")) did_.is_shared = false;
        if (request_.has_is_shared()) did_.is_shared = request_.is_shared();
        if (auto checked = check_.result(); !checked) return base::fail(checked.error());
        did_.updated_at = now;
        return std::move(did_);
    }

private:
    bool cleared(const char* path) const {
        if constexpr (requires { request_.cleared(); }) return is_cleared(request_, path);
        return false;
    }

    void read_status() {
        if (cleared("status")) did_.status = DidStatus::active;
        if (request_.has_status()) did_.status = static_cast<DidStatus>(request_.status());
        if (to_string(did_.status).empty()) {
            check_.refuse("status", "must be one of active, inactive, reserved");
        }
    }

    void read_calls() {
        if (cleared("maxConcurrentCalls")) did_.max_concurrent_calls.reset();
        if (!request_.has_max_concurrent_calls()) return;
        did_.max_concurrent_calls = request_.max_concurrent_calls();
        if (*did_.max_concurrent_calls == 0 || *did_.max_concurrent_calls > most_calls) {
            check_.refuse("maxConcurrentCalls", "must be 1 to 1,000,000");
        }
    }

    void take_text(std::optional<std::string>& member,
                   const char* path,
                   bool is_sent,
                   const std::string& text,
                   Length length) {
        if (is_sent || cleared(path)) member = check_.optional(path, sent(is_sent, text), length);
    }

    template <class Id>
    void take_id(std::optional<Id>& member,
                 const char* path,
                 bool is_sent,
                 const std::string& sent_text) {
        if (!is_sent && !cleared(path)) return;
        member.reset();
        const auto text = check_.optional(path, sent(is_sent, sent_text), id_length);
        if (!text) return;
        const auto id = base::Uuid::parse(*text);
        if (!id) return check_.refuse(path, "must be a UUID");
        member = Id{*id};
    }

    const Request& request_;
    Did did_;
    FieldCheck& check_;
};

} // namespace

Result<Did>
read_did(const v1::CreateDidRequest& request, const base::DidId& id, base::Instant now) {
    FieldCheck check;
    Did did{.id = id, .created_at = now};
    did.number =
        check.required("number", sent(request.has_number(), request.number()), number_length);
    if (!did.number.empty() && !phone::PhoneNumber::parse(did.number)) {
        check.refuse("number", "must be E.164 with the plus, like +212522000000");
    }
    return Reader{request, std::move(did), check}.read(now);
}

Result<Did> read_change(const v1::UpdateDidRequest& request, Did before, base::Instant now) {
    FieldCheck check;
    return Reader{request, std::move(before), check}.read(now);
}

void to_wire(const Did& did, v1::Did& wire) {
    wire.set_id(did.id.value().to_string());
    if (did.organization) wire.set_organization_id(did.organization->value().to_string());
    wire.set_number(did.number);
    if (did.country) wire.set_country(*did.country);
    if (did.description) wire.set_description(*did.description);
    wire.set_status(static_cast<v1::DidStatus>(did.status));
    if (did.trunk) wire.set_trunk_id(did.trunk->value().to_string());
    if (did.max_concurrent_calls) wire.set_max_concurrent_calls(*did.max_concurrent_calls);
    if (did.inbound_flow) wire.set_inbound_flow_id(did.inbound_flow->value().to_string());
    wire.set_is_shared(did.is_shared);
    rpc::set(*wire.mutable_created_at(), did.created_at);
    rpc::set(*wire.mutable_updated_at(), did.updated_at);
}

} // namespace hatif::program_scheduler
