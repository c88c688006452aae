#include "telephony/calls.hpp"

#include "telephony/calls_impl.hpp"
#include "telephony/leg_impl.hpp"
#include "telephony/openssl_hash.hpp"
#include "telephony/sip_thread_impl.hpp"

#include "sdp/description.hpp"

#include <algorithm>
#include <stdexcept>

namespace hatif::telephony {

using base::Errc;
using base::fail;
using base::Result;

namespace {

// 50 ms of a pause at full load fit; with the kernel's 208 KiB a pause becomes a storm of repeats.
constexpr unsigned socket_buffer = 4'194'304;
constexpr unsigned largest_message = 65'536;
// Requests that wait for an answer of ours; more than are let in at the door, as others come too.
constexpr unsigned most_proceeding = 4'000;
constexpr unsigned udp_whatever_the_size = 65'535; // else sofia goes to TCP above 1,300 bytes

bool is_e164(const std::string& number) {
    return number.size() >= 2 && number.size() <= 16 && number.front() == '+' &&
           std::all_of(number.begin() + 1, number.end(),
                       [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::uint16_t tls_port(const Calls::Config& config) {
    return static_cast<std::uint16_t>(config.port + 1);
}

CallsAgent::CallsAgent(SipThread& its_thread, Calls::Config its_config)
    : thread{its_thread}, config{std::move(its_config)}, transports{*this}, trunks{*this} {
    const auto url = "sip:" + config.address + ':' + std::to_string(config.port) + ";transport=udp";
    const auto t1x64 = static_cast<unsigned>(config.transaction_time.count());
    agent.reset(nta_agent_create(thread.core().root, as_url(url), on_stray, this, NTATAG_UA(1),
                                 NTATAG_PASS_100(1), NTATAG_TIMEOUT_408(1), NTATAG_USE_SRV(0),
                                 NTATAG_USE_NAPTR(0), NTATAG_UDP_MTU(udp_whatever_the_size),
                                 NTATAG_MAXSIZE(largest_message), TPTAG_UDP_RMEM(socket_buffer),
                                 TPTAG_UDP_WMEM(socket_buffer), TPTAG_IDENT(udp_ident),
                                 NTATAG_MERGE_482(1), NTATAG_MAX_PROCEEDING(most_proceeding),
                                 NTATAG_SIP_T1X64(t1x64), TAG_END()));
    if (!agent) throw std::runtime_error{"cannot listen for SIP on " + url};
    filter.emplace(config.address, config.port);
}

CallsAgent::~CallsAgent() {
    if (sweep_) thread.cancel(*sweep_);
}

bool CallsAgent::hears(const std::string& address) {
    return filter->allow(address);
}

Call* CallsAgent::find_live(const std::string& call_id) {
    const auto ref = by_call_id.find(call_id);
    if (ref == by_call_id.end()) return nullptr;
    const auto call = calls.find(ref->second);
    return call == calls.end() || call->second->is_over() ? nullptr : call->second.get();
}

void CallsAgent::keep(CallRef ref, std::unique_ptr<Call> call) {
    by_call_id[call->call_id()] = ref.value();
    calls.emplace(ref.value(), std::move(call));
}

void CallsAgent::forget(CallRef call) {
    over_.push_back(call);
    if (sweep_) return;
    sweep_ = thread.at(std::chrono::steady_clock::now(), [this] { sweep(); });
}

void CallsAgent::sweep() {
    sweep_.reset();
    for (const auto ref : std::exchange(over_, {})) {
        const auto call = calls.find(ref.value());
        if (call == calls.end()) continue; // it failed before it was kept
        const auto by_id = by_call_id.find(call->second->call_id());
        if (by_id != by_call_id.end() && by_id->second == ref.value()) by_call_id.erase(by_id);
        calls.erase(call);
    }
}

const std::string& CallsAgent::own_host() const {
    return config.public_address.empty() ? config.address : config.public_address;
}

std::string CallsAgent::contact(const std::string& user, const Trunk& trunk) const {
    const auto at = "<sip:" + user + '@' + own_host() + ':';
    switch (trunk.transport) {
    case Transport::tcp:
        return at + std::to_string(config.port) + ";transport=tcp>";
    case Transport::tls:
        return at + std::to_string(tls_port(config)) + ";transport=tls>";
    case Transport::udp:
        break;
    }
    return at + std::to_string(config.port) + '>';
}

std::string CallsAgent::authorize(const Trunk& trunk,
                                  const dialog::Challenge& challenge,
                                  const std::string& method,
                                  const std::string& uri) {
    const auto proof = proof_of(*trunk.credentials, method, uri);
    auto* const nonces = trunks.nonces_of(trunk.id);
    return nonces == nullptr ? dialog::credentials(challenge, proof, openssl_hash)
                             : nonces->answer(challenge, proof, openssl_hash);
}

dialog::Authorizations
CallsAgent::authorize_ahead(const Trunk& trunk, const std::string& method, const std::string& uri) {
    auto* const nonces = trunks.nonces_of(trunk.id);
    if (nonces == nullptr || !trunk.credentials) return {};
    return nonces->ahead(proof_of(*trunk.credentials, method, uri), openssl_hash);
}

struct Calls::Impl {
    SipThread& thread;
    std::unique_ptr<CallsAgent> agent;

    Call* find(CallRef call) const {
        const auto found = agent->calls.find(call.value());
        return found == agent->calls.end() ? nullptr : found->second.get();
    }
};

Calls::Calls(SipThread& thread, Config config)
    : impl_{std::make_unique<Impl>(Impl{thread, nullptr})} {
    thread.run([&] { impl_->agent = std::make_unique<CallsAgent>(thread, std::move(config)); });
}

Calls::~Calls() {
    impl_->thread.run([&] { impl_->agent.reset(); });
}

void Calls::set_trunks(const std::vector<Trunk>& trunks) {
    impl_->agent->trunks.set(trunks);
}

TrunkState Calls::state_of(const base::TrunkId& trunk) const {
    return impl_->agent->trunks.state_of(trunk);
}

void Calls::on_trunk_state(TrunkListener listener) {
    impl_->agent->trunks.on_state(std::move(listener));
}

void Calls::on_incoming(Incoming incoming) {
    impl_->agent->incoming = std::move(incoming);
}

void Calls::drain() {
    impl_->agent->draining = true;
    impl_->agent->trunks.unregister();
}

Result<CallRef> Calls::place(const Invite& asked, Listener listener) {
    auto& agent = *impl_->agent;
    if (!is_e164(asked.to) || !is_e164(asked.from)) {
        return fail(Errc::invalid, "a number of the call is not E.164");
    }
    if (!sdp::is_ipv4(asked.media.address) || asked.media.port == 0) {
        return fail(Errc::invalid, "the call has no address for its media");
    }
    auto invite = asked;
    invite.trunk = agent.trunks.in_force(asked.trunk);
    const auto state = agent.trunks.state_of(invite.trunk.id);
    if (!state.takes_calls(std::chrono::steady_clock::now())) {
        return fail(Errc::unavailable, "the trunk takes no calls now: " + state.reason);
    }
    if (!agent.trunks.way_to(invite.trunk.id)) {
        return fail(Errc::unavailable, "the trunk's host has no address: " + invite.trunk.host);
    }
    const auto ref = agent.next_ref();
    auto leg = std::make_unique<Leg>(agent, ref, invite, std::move(listener));
    if (agent.find_live(leg->call_id()) != nullptr) {
        return fail(Errc::conflict, "the attempt has a call that is alive");
    }
    if (!leg->start()) return fail(Errc::internal, "no INVITE could be made");
    agent.keep(ref, std::move(leg));
    ++agent.counts.placed;
    return ref;
}

void Calls::cancel(CallRef call) {
    if (auto* const known = impl_->find(call)) known->cancel();
}

void Calls::bye(CallRef call, int q850) {
    if (auto* const known = impl_->find(call)) known->bye(q850);
}

void Calls::accept(CallRef call, const sdp::Endpoint& media) {
    if (auto* const known = impl_->find(call)) known->accept(media);
}

void Calls::refuse(CallRef call, int code) {
    if (auto* const known = impl_->find(call)) known->refuse(code);
}

void Calls::refer(CallRef call, const std::string& to) {
    if (auto* const known = impl_->find(call)) known->refer(to);
}

std::size_t Calls::alive() const {
    return impl_->agent->calls.size();
}

CallCounts Calls::counts() const {
    auto counts = impl_->agent->counts;
    counts.dropped_packets = impl_->agent->filter->dropped();
    return counts;
}

Backlog Calls::backlog() const {
    const auto [unread, room] = impl_->agent->filter->fill();
    return {unread, room, impl_->agent->unheard.passed_over(std::chrono::steady_clock::now())};
}

} // namespace hatif::telephony
