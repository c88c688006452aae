#pragma once

#include "telephony/calls.hpp"
#include "telephony/scripted_peer.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <sstream>
#include <vector>

namespace hatif::telephony::test {

inline const std::string our_number = "+212520000000";
inline const std::string their_number = "+212600000009";

/// How the trunk's INVITE differs from the usual.
struct Ring {
    std::string call_id = "one@trunk";
    std::string branch = "z9hG4bK1";
    std::string uri{};     ///< empty: our number at our address
    std::string headers{}; ///< whole lines
    std::string body = callee_sdp();
    std::string method = "INVITE";
    std::string to_tag{};
    int cseq = 1;
};

/// A worker's SIP side that takes calls, and a trunk that the test plays.
class Callee {
public:
    explicit Callee(std::chrono::milliseconds transaction_time = std::chrono::seconds{32})
        : calls{thread,
                {.address = "127.0.0.1", .port = port, .transaction_time = transaction_time}} {
        Trunk known;
        known.host = trunk.address();
        known.port = trunk.port();
        settings = known;
        on_thread([&] { calls.set_trunks({settings}); });
        listen([](CallRef) {});
    }

    ScriptedPeer trunk;
    std::uint16_t port = free_port();
    SipThread thread;
    Calls calls;
    Trunk settings;
    std::vector<IncomingCall> asked; ///< read when nothing happens any more

    /// What is done with a call, at once, when it comes.
    void listen(std::function<void(CallRef)> taken) {
        on_thread([&] {
            calls.on_incoming([this, taken](CallRef call, const IncomingCall& it) {
                asked.push_back(it);
                last_call_ = call;
                taken(call);
                return [this](CallRef, const CallEvent& event) { hear(event); };
            });
        });
    }

    void take_at_once() {
        listen([this](CallRef call) { calls.accept(call, media); });
    }

    void change(const std::function<void(Trunk&)>& how) {
        how(settings);
        on_thread([&] { calls.set_trunks({settings}); });
    }

    std::string text_of(const Ring& ring, const ScriptedPeer& from) const {
        const auto at = from.address() + ':' + std::to_string(from.port());
        const auto us = "127.0.0.1:" + std::to_string(port);
        const auto uri = ring.uri.empty() ? "sip:" + our_number + '@' + us : ring.uri;
        auto text = ring.method + ' ' + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP " + at +
                    ";branch=" + ring.branch +
                    "\r\nMax-Forwards: 70\r\nFrom: <sip:" + their_number + '@' + at +
                    ">;tag=theirs\r\nTo: <sip:" + our_number + '@' + us + '>' + ring.to_tag +
                    "\r\nCall-ID: " + ring.call_id + "\r\nCSeq: " + std::to_string(ring.cseq) +
                    ' ' + ring.method + "\r\nContact: <sip:gw@" + at + ">\r\n" + ring.headers;
        if (!ring.body.empty()) text += "Content-Type: application/sdp\r\n";
        return text + "Content-Length: " + std::to_string(ring.body.size()) + "\r\n\r\n" +
               ring.body;
    }

    void ring(const Ring& it = {}) { trunk.send(text_of(it, trunk), us()); }

    void cancel() { ring({.body = "", .method = "CANCEL"}); }

    /// A request within the dialog that this answer of ours made.
    void ask(const Message& answer, Ring it) {
        const auto to = answer.header("To");
        it.to_tag = to.substr(to.find(";tag="));
        if (it.method != "CANCEL") it.branch += it.method + std::to_string(it.cseq);
        ring(it);
    }

    void acknowledge(const Message& answer, const std::string& body = {}) {
        ask(answer, {.body = body, .method = "ACK"});
    }

    /// A call that was taken and acknowledged: our 200. What was told is read.
    Message answered(const Ring& it = {}) {
        take_at_once();
        ring(it);
        trunk.expect("SIP/2.0 100");
        auto answer = trunk.expect("SIP/2.0 200");
        acknowledge(answer);
        REQUIRE_THAT(told(), Catch::StartsWith("answered, pcma to 127.0.0.1:4000 both ways"));
        return answer;
    }

    CallRef call() {
        CallRef call{0};
        on_thread([&] { call = last_call_; });
        return call;
    }

    void hang_up(int q850 = 16) {
        on_thread([&] { calls.bye(last_call_, q850); });
    }

    void on_thread(const Task& task) { thread.run(task); }

    /// Waits for the next thing that a call tells, as a line.
    std::string told() {
        std::unique_lock lock{mutex_};
        const bool came =
            heard_.wait_for(lock, std::chrono::seconds{8}, [&] { return read_ < events_.size(); });
        if (!came) return "nothing";
        std::ostringstream line;
        line << events_[read_++];
        return line.str();
    }

    bool has_more_to_tell() {
        const std::lock_guard lock{mutex_};
        return read_ < events_.size();
    }

    bool comes_to_rest() {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{8};
        while (std::chrono::steady_clock::now() < until) {
            std::size_t alive = 0;
            on_thread([&] { alive = calls.alive(); });
            if (alive == 0) return true;
        }
        return false;
    }

    sockaddr_in us() const { return loopback("127.0.0.1", port); }

    const sdp::Endpoint media{"127.0.0.1", 10'000};

private:
    void hear(const CallEvent& event) {
        const std::lock_guard lock{mutex_};
        events_.push_back(event);
        heard_.notify_all();
    }

    CallRef last_call_{0};
    std::mutex mutex_;
    std::condition_variable heard_;
    std::vector<CallEvent> events_;
    std::size_t read_ = 0;
};

} // namespace hatif::telephony::test
