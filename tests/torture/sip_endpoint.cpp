// Our SIP side alone, for hostile peers: takes every call that comes, hangs up after a moment,
// places calls when told to, and watches that each call tells its end once and nothing after it.
//
//   sip_endpoint --port 25060 --trunk 127.0.0.1:25061 --tcp-trunk 127.0.0.2:25062
//                [--transaction-time 2000] [--hold 50]
//
// Reads commands from its standard input and answers each by a line:
//   call N RATE         places N calls at RATE a second to the trunk         "placing"
//   count               what was seen so far                                 "alive 0 placed 0 …"
//   quit                                                                     "bye"

#include "telephony/calls.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

using namespace hatif;
using namespace hatif::telephony;
using namespace std::chrono_literals;

struct Options {
    std::uint16_t port = 0;
    std::string trunk;
    std::string tcp_trunk;
    long transaction_time = 2'000;
    long hold = 50;
};

/// What the calls of one direction told.
struct Seen {
    std::uint64_t answered = 0;
    std::uint64_t refused = 0;
    std::uint64_t ended = 0;
};

/// Everything here happens on the SIP thread.
class Endpoint {
public:
    /// Calls are placed to the first trunk, and taken from all.
    Endpoint(SipThread& thread,
             Calls& calls,
             const std::vector<Trunk>& trunks,
             std::chrono::milliseconds hold)
        : thread_{thread}, calls_{calls}, trunk_{trunks.front()}, hold_{hold} {
        calls_.set_trunks(trunks);
        calls_.on_incoming([this](CallRef call, const IncomingCall&) { return take(call); });
    }

    void place(int count, double rate) {
        left_ += count;
        each_ = std::chrono::microseconds{static_cast<long>(1e6 / rate)};
        next_ = std::chrono::steady_clock::now();
        place_due();
    }

    std::string count() const {
        std::ostringstream line;
        line << "alive " << calls_.alive() + static_cast<std::size_t>(left_) << " placed "
             << placed_ << " refused_to_place " << not_placed_ << " came " << came_ << " answered "
             << ours_.answered + theirs_.answered << " refused " << ours_.refused + theirs_.refused
             << " ended " << ours_.ended + theirs_.ended << " untold " << lives_.size()
             << " out_of_turn " << out_of_turn_;
        return line.str();
    }

private:
    struct Life {
        bool is_ours = false;
        bool is_up = false;
    };

    /// Most calls are taken at once, some later, some never, some are refused.
    Calls::Listener take(CallRef call) {
        ++came_;
        const auto kind = came_ % 8;
        if (kind == 0) {
            calls_.refuse(call, 486);
            return [this](CallRef, const CallEvent&) { ++out_of_turn_; };
        }
        lives_[call.value()] = {};
        if (kind == 2) later(50ms, [this, call] { calls_.accept(call, media()); });
        if (kind == 3) later(30ms, [this, call] { calls_.bye(call, 17); });
        if (kind > 3) calls_.accept(call, media());
        return [this](CallRef its, const CallEvent& event) { hear(its, event); };
    }

    void place_due() {
        const auto now = std::chrono::steady_clock::now();
        for (; left_ > 0 && next_ <= now; --left_, next_ += each_) place_one();
        if (left_ > 0) thread_.at(next_, [this] { place_due(); });
    }

    void place_one() {
        const auto call = calls_.place({.attempt = base::AttemptId{base::Uuid::v7(base::Instant{})},
                                        .trunk = trunk_,
                                        .to = "+212600000001",
                                        .from = "+212500000000",
                                        .media = media()},
                                       [this](CallRef its, const CallEvent& it) { hear(its, it); });
        if (!call) {
            ++not_placed_;
            return;
        }
        ++placed_;
        lives_[call->value()] = {.is_ours = true};
        const auto wait = placed_ % 5 == 0 ? 20ms : 1'500ms;
        later(wait, [this, its = *call] { calls_.cancel(its); });
    }

    void hear(CallRef call, const CallEvent& event) {
        const auto life = lives_.find(call.value());
        if (life == lives_.end()) {
            ++out_of_turn_;
            return;
        }
        auto& [is_ours, is_up] = life->second;
        auto& seen = is_ours ? ours_ : theirs_;
        if (std::holds_alternative<Answered>(event)) {
            out_of_turn_ += is_up;
            is_up = true;
            ++seen.answered;
            later(hold_, [this, call] { calls_.bye(call); });
        } else if (std::holds_alternative<Refused>(event)) {
            out_of_turn_ += is_up;
            ++seen.refused;
            lives_.erase(life);
        } else if (std::holds_alternative<Ended>(event)) {
            out_of_turn_ += !is_up;
            ++seen.ended;
            lives_.erase(life);
        } else if (!std::holds_alternative<Ringing>(event)) {
            out_of_turn_ += !is_up;
        } else {
            out_of_turn_ += is_up;
        }
    }

    void later(std::chrono::milliseconds after, Task task) {
        thread_.at(std::chrono::steady_clock::now() + after, std::move(task));
    }

    sdp::Endpoint media() {
        return {"127.0.0.1", static_cast<std::uint16_t>(2 * ++ports_ | 1'024)};
    }

    SipThread& thread_;
    Calls& calls_;
    const Trunk trunk_;
    const std::chrono::milliseconds hold_;
    std::unordered_map<std::uint64_t, Life> lives_; ///< that have not told their end
    Seen ours_;
    Seen theirs_;
    std::uint64_t came_ = 0;
    std::uint64_t placed_ = 0;
    std::uint64_t not_placed_ = 0;
    std::uint64_t out_of_turn_ = 0; ///< words after the last, or before the first
    unsigned ports_ = 0;
    int left_ = 0;
    std::chrono::microseconds each_{1'000};
    SteadyTime next_;
};

Trunk trunk_of(const std::string& text, Transport transport) {
    Trunk trunk;
    trunk.id = base::TrunkId{base::Uuid::v7(base::Instant{})};
    trunk.transport = transport;
    const auto colon = text.find(':');
    trunk.host = text.substr(0, colon);
    trunk.port = static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1)));
    trunk.reliable_provisional = true;
    return trunk;
}

void obey(SipThread& thread, Endpoint& endpoint) {
    std::cout << "ready" << std::endl;
    for (std::string line; std::getline(std::cin, line) && line != "quit";) {
        std::istringstream words{line};
        std::string word;
        words >> word;
        if (word == "call") {
            int count = 0;
            double rate = 1;
            words >> count >> rate;
            thread.run([&] { endpoint.place(count, rate); });
            std::cout << "placing" << std::endl;
        } else {
            std::string seen;
            thread.run([&] { seen = endpoint.count(); });
            std::cout << seen << std::endl;
        }
    }
    std::cout << "bye" << std::endl;
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Our SIP side alone, for hostile peers."};
    app.add_option("--port", options.port)->required();
    app.add_option("--trunk", options.trunk)->required();
    app.add_option("--tcp-trunk", options.tcp_trunk)->required();
    app.add_option("--transaction-time", options.transaction_time, "64 x T1, in ms");
    app.add_option("--hold", options.hold, "how long a call is up, in ms");
    CLI11_PARSE(app, argc, argv);

    SipThread thread;
    Calls calls{thread,
                {.address = "127.0.0.1",
                 .port = options.port,
                 .transaction_time = std::chrono::milliseconds{options.transaction_time}}};
    std::unique_ptr<Endpoint> endpoint;
    thread.run([&] {
        const std::vector trunks{trunk_of(options.trunk, Transport::udp),
                                 trunk_of(options.tcp_trunk, Transport::tcp)};
        endpoint = std::make_unique<Endpoint>(thread, calls, trunks,
                                              std::chrono::milliseconds{options.hold});
    });
    obey(thread, *endpoint);
    return 0;
}
