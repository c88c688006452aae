#include "telephony/calls.hpp"

#include "telephony/calls_impl.hpp"
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
constexpr unsigned udp_whatever_the_size = 65'535; // else sofia goes to TCP above 1,300 bytes

bool is_e164(const std::string& number) {
    return number.size() >= 2 && number.size() <= 16 && number.front() == '+' &&
           std::all_of(number.begin() + 1, number.end(),
                       [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

CallsAgent::CallsAgent(SipThread& its_thread, Calls::Config its_config)
    : thread{its_thread}, config{std::move(its_config)} {
    const auto url = "sip:" + config.address + ':' + std::to_string(config.port) + ";transport=udp";
    agent.reset(nta_agent_create(thread.core().root, as_url(url), on_stray, this, NTATAG_UA(1),
                                 NTATAG_PASS_100(1), NTATAG_TIMEOUT_408(1), NTATAG_USE_SRV(0),
                                 NTATAG_USE_NAPTR(0), NTATAG_UDP_MTU(udp_whatever_the_size),
                                 NTATAG_MAXSIZE(largest_message), TPTAG_UDP_RMEM(socket_buffer),
                                 TPTAG_UDP_WMEM(socket_buffer), TAG_END()));
    if (!agent) throw std::runtime_error{"cannot listen for SIP on " + url};
    filter.emplace(config.address, config.port);
}

CallsAgent::~CallsAgent() {
    if (sweep_) thread.cancel(*sweep_);
}

bool CallsAgent::trust(const std::string& address) {
    return filter->allow(address);
}

Leg* CallsAgent::find_live(const std::string& call_id) {
    const auto ref = by_call_id.find(call_id);
    if (ref == by_call_id.end()) return nullptr;
    const auto leg = legs.find(ref->second);
    return leg == legs.end() || leg->second->is_over() ? nullptr : leg->second.get();
}

void CallsAgent::forget(CallRef call) {
    over_.push_back(call);
    if (sweep_) return;
    sweep_ = thread.at(std::chrono::steady_clock::now(), [this] { sweep(); });
}

void CallsAgent::sweep() {
    sweep_.reset();
    for (const auto call : std::exchange(over_, {})) {
        const auto leg = legs.find(call.value());
        const auto ref = by_call_id.find(leg->second->call_id());
        if (ref != by_call_id.end() && ref->second == call.value()) by_call_id.erase(ref);
        legs.erase(leg);
    }
}

std::string CallsAgent::contact(const std::string& user) const {
    return "<sip:" + user + '@' + config.address + ':' + std::to_string(config.port) + '>';
}

struct Calls::Impl {
    SipThread& thread;
    std::unique_ptr<CallsAgent> agent;
};

Calls::Calls(SipThread& thread, Config config)
    : impl_{std::make_unique<Impl>(Impl{thread, nullptr})} {
    thread.run([&] { impl_->agent = std::make_unique<CallsAgent>(thread, std::move(config)); });
}

Calls::~Calls() {
    impl_->thread.run([&] { impl_->agent.reset(); });
}

void Calls::trust(const Trunk& trunk) {
    impl_->agent->trust(trunk.host);
}

Result<CallRef> Calls::place(const Invite& invite, Listener listener) {
    auto& agent = *impl_->agent;
    if (!is_e164(invite.to) || !is_e164(invite.from)) {
        return fail(Errc::invalid, "a number of the call is not E.164");
    }
    if (!sdp::is_ipv4(invite.media.address) || invite.media.port == 0) {
        return fail(Errc::invalid, "the call has no address for its media");
    }
    if (invite.trunk.port == 0 || !agent.trust(invite.trunk.host)) {
        return fail(Errc::invalid, "the trunk's host is no numeric IPv4 address");
    }
    const CallRef ref{++agent.last_ref};
    auto leg = std::make_unique<Leg>(agent, ref, invite, std::move(listener));
    if (agent.find_live(leg->call_id()) != nullptr) {
        return fail(Errc::conflict, "the attempt has a call that is alive");
    }
    if (!leg->start()) return fail(Errc::internal, "no INVITE could be made");
    agent.by_call_id[leg->call_id()] = ref.value();
    agent.legs.emplace(ref.value(), std::move(leg));
    ++agent.counts.placed;
    return ref;
}

void Calls::cancel(CallRef call) {
    const auto leg = impl_->agent->legs.find(call.value());
    if (leg != impl_->agent->legs.end()) leg->second->happen(dialog::NoAnswerWanted{});
}

void Calls::bye(CallRef call) {
    const auto leg = impl_->agent->legs.find(call.value());
    if (leg != impl_->agent->legs.end()) leg->second->happen(dialog::HangUpAsked{});
}

std::size_t Calls::alive() const {
    return impl_->agent->legs.size();
}

CallCounts Calls::counts() const {
    auto counts = impl_->agent->counts;
    counts.dropped_packets = impl_->agent->filter->dropped();
    return counts;
}

} // namespace hatif::telephony
