#include "program_scheduler/numbers/trunk_wire.hpp"

#include "base/text.hpp"
#include "program_scheduler/executions/limits.hpp"
#include "rpc/time.hpp"

namespace hatif::program_scheduler {

using base::Result;
namespace v1 = program::v1;

namespace {

constexpr Length name_length{3, 64};
constexpr Length text_length{0, 255};

/// The members of a create or a change, read over what was there before. The two messages have the
/// same members.
template <class Request>
class Reader {
public:
    Reader(const Request& request, Trunk before, bool creating)
        : request_{request}, trunk_{std::move(before)}, usual_{.id = trunk_.id}, creating_{
                                                                                     creating} {}

    Result<Trunk> read(base::Instant now) {
        read_place();
        read_credentials();
        read_limits();
        read_identity();
        read_sip();
        read_lists();
        check_trunk(trunk_, check_);
        if (auto checked = check_.result(); !checked) return base::fail(checked.error());
        trunk_.updated_at = now;
        return std::move(trunk_);
    }

private:
    bool cleared(const char* path) const {
        if constexpr (requires { request_.cleared(); }) return is_cleared(request_, path);
        return false;
    }

    /// One member: as it was sent, or its default when it was sent as null.
    template <class T, class Value>
    void take(T& member, const T& usual, const char* path, bool is_sent, const Value& value) {
        if (cleared(path)) member = usual;
        if (is_sent) member = static_cast<T>(value);
    }

    void required(std::string& member, const char* path, bool is_sent, const std::string& text) {
        const bool is_missing = creating_ || cleared(path);
        if (!is_sent && !is_missing) return;
        member = check_.required(path, sent(is_sent, text),
                                 path == std::string_view{"name"} ? name_length : text_length);
    }

    void read_place() {
        required(trunk_.name, "name", request_.has_name(), request_.name());
        required(trunk_.host, "host", request_.has_host(), request_.host());
        take(trunk_.port, {}, "port", request_.has_port(), request_.port());
        take(trunk_.transport, usual_.transport, "transport", request_.has_transport(),
             request_.transport());
    }

    /// Without a username there is no password.
    void read_credentials() {
        const bool none = cleared("username") ||
                          (request_.has_username() && base::trimmed(request_.username()).empty());
        if (none) trunk_.username.reset();
        if (none || cleared("password")) trunk_.password.reset();
        if (request_.has_username() && !none) {
            trunk_.username = check_.optional("username", request_.username(), text_length);
        }
        if (request_.has_password() && !request_.password().empty()) {
            trunk_.password = request_.password();
        }
    }

    void read_limits() {
        take(trunk_.max_concurrent_calls, {}, "maxConcurrentCalls",
             request_.has_max_concurrent_calls(), request_.max_concurrent_calls());
        take(trunk_.calls_per_second, {}, "callsPerSecond", request_.has_calls_per_second(),
             request_.calls_per_second());
        take(trunk_.weight, usual_.weight, "weight", request_.has_weight(), request_.weight());
        take(trunk_.priority, usual_.priority, "priority", request_.has_priority(),
             request_.priority());
    }

    void read_identity() {
        take(trunk_.registers, false, "registers", request_.has_registers(), request_.registers());
        take(trunk_.asserts_identity, false, "assertsIdentity", request_.has_asserts_identity(),
             request_.asserts_identity());
        take(trunk_.withholds_identity, false, "withholdsIdentity",
             request_.has_withholds_identity(), request_.withholds_identity());
    }

    void read_sip() {
        take(trunk_.follows_redirects, false, "followsRedirects", request_.has_follows_redirects(),
             request_.follows_redirects());
        take(trunk_.reliable_provisional, false, "reliableProvisional",
             request_.has_reliable_provisional(), request_.reliable_provisional());
        take(trunk_.session_expires, usual_.session_expires, "sessionExpires",
             request_.has_session_expires(), request_.session_expires());
        take(trunk_.options_every, usual_.options_every, "optionsEvery",
             request_.has_options_every(), request_.options_every());
        take(trunk_.srtp, false, "srtp", request_.has_srtp(), request_.srtp());
        const bool has_ca = request_.has_ca() && !base::trimmed(request_.ca()).empty();
        take(trunk_.ca, {}, "ca", has_ca, request_.ca());
    }

    void read_lists() {
        if (cleared("codecs") || !request_.codecs().empty()) trunk_.codecs.clear();
        for (const auto codec : request_.codecs()) {
            trunk_.codecs.push_back(static_cast<Codec>(codec));
        }
        if (cleared("sources") || !request_.sources().empty()) trunk_.sources.clear();
        for (const auto& source : request_.sources()) {
            trunk_.sources.emplace_back(base::trimmed(source));
        }
    }

    const Request& request_;
    Trunk trunk_;
    const Trunk usual_; ///< the defaults
    const bool creating_;
    FieldCheck check_;
};

} // namespace

Result<Trunk>
read_trunk(const v1::CreateTrunkRequest& request, const base::TrunkId& id, base::Instant now) {
    return Reader{request, Trunk{.id = id, .created_at = now}, true}.read(now);
}

Result<Trunk> read_change(const v1::UpdateTrunkRequest& request, Trunk before, base::Instant now) {
    return Reader{request, std::move(before), false}.read(now);
}

void to_wire(const Trunk& trunk, v1::Trunk& wire) {
    wire.set_id(trunk.id.value().to_string());
    wire.set_name(trunk.name);
    wire.set_host(trunk.host);
    if (trunk.port) wire.set_port(*trunk.port);
    wire.set_transport(static_cast<v1::TrunkTransport>(trunk.transport));
    if (trunk.username) wire.set_username(*trunk.username);
    if (trunk.max_concurrent_calls) wire.set_max_concurrent_calls(*trunk.max_concurrent_calls);
    if (trunk.calls_per_second) wire.set_calls_per_second(*trunk.calls_per_second);
    wire.set_registers(trunk.registers);
    for (const auto codec : trunk.codecs) wire.add_codecs(static_cast<v1::TrunkCodec>(codec));
    wire.set_asserts_identity(trunk.asserts_identity);
    wire.set_withholds_identity(trunk.withholds_identity);
    wire.set_follows_redirects(trunk.follows_redirects);
    wire.set_reliable_provisional(trunk.reliable_provisional);
    wire.set_session_expires(trunk.session_expires);
    wire.set_srtp(trunk.srtp);
    for (const auto& source : trunk.sources) wire.add_sources(source);
    wire.set_options_every(trunk.options_every);
    if (trunk.ca) wire.set_ca(*trunk.ca);
    wire.set_weight(trunk.weight);
    wire.set_priority(trunk.priority);
    wire.set_status(static_cast<v1::TrunkStatus>(trunk.state.status));
    if (trunk.state.reason) wire.set_status_reason(*trunk.state.reason);
    const auto& [status, reason, closed_until, last_seen_at] = trunk.state;
    if (closed_until) rpc::set(*wire.mutable_closed_until(), *closed_until);
    if (last_seen_at) rpc::set(*wire.mutable_last_seen_at(), *last_seen_at);
    rpc::set(*wire.mutable_created_at(), trunk.created_at);
    rpc::set(*wire.mutable_updated_at(), trunk.updated_at);
}

void to_wire(const Trunk& trunk, v1::TrunkSettings& wire) {
    wire.set_id(trunk.id.value().to_string());
    wire.set_host(trunk.host);
    wire.set_port(trunk.port.value_or(0));
    wire.set_username(trunk.username.value_or(""));
    wire.set_password(trunk.password.value_or(""));
    wire.set_transport(static_cast<v1::TrunkTransport>(trunk.transport));
    for (const auto codec : trunk.codecs) wire.add_codecs(std::string{to_string(codec)});
    wire.set_asserts_identity(trunk.asserts_identity);
    wire.set_withholds_identity(trunk.withholds_identity);
    wire.set_follows_redirects(trunk.follows_redirects);
    wire.set_reliable_provisional(trunk.reliable_provisional);
    wire.set_session_expires(trunk.session_expires);
    wire.set_srtp(trunk.srtp);
    for (const auto& source : trunk.sources) wire.add_sources(source);
    wire.set_options_every(trunk.options_every);
    wire.set_ca(trunk.ca.value_or(""));
}

} // namespace hatif::program_scheduler
