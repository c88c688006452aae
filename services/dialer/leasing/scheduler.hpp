#pragma once

#include "base/result.hpp"
#include "dialer/content/content.hpp"
#include "dialer/content/utterance.hpp"
#include "dialer/leasing/lease.hpp"
#include "telephony/call_event.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hatif::dialer {

/// An attempt that was not dialled, and why: "draining", "no_rtp_port", "start_expired", …
struct GivenBack {
    AttemptRef ref;
    std::string reason;
};

/// A call that came: may it be taken? No answer is worth anything after `until`.
struct Visit {
    telephony::CallRef call;
    std::string call_id;
    std::string trunk{};
    std::string to{};
    std::string from{};
    SteadyTime until{};
};

/// One trunk as this worker sees it.
struct TrunkReport {
    base::TrunkId trunk;
    telephony::TrunkState state;
};

/// Texts that are to be spoken; `ahead`: nobody waits for them yet. Whoever waits does so no more
/// at `until`: what is not asked for by then never is, and its answer is voice_unavailable.
struct Speech {
    std::string organization;
    std::vector<Utterance> utterances{};
    bool ahead = false;
    SteadyTime until = SteadyTime::max();
};

/// What the scheduler's side tells, in its own time.
namespace told {

/// The stream is up under this number; credits granted before count no more.
struct SettingsChanged {
    std::uint64_t stream = 0;
    bool first = false; ///< of its stream
    Settings settings;
};
struct Leased {
    std::vector<Lease> leases;
};
struct StreamLost {};
/// One batch of Start. No answers: the scheduler did not say anything.
struct StartAnswered {
    std::vector<AttemptRef> asked_for;
    std::optional<std::vector<bool>> answers;
    SteadyTime asked;
};
/// Start for an attempt that is dialled already, on another trunk. No answer: as above.
struct ElsewhereAnswered {
    AttemptRef ref;
    std::string trunk;
    std::optional<bool> yes;
    SteadyTime asked;
};
/// A lease for the visit, or the SIP code to refuse it with; `unavailable` when nobody answered.
struct Admitted {
    telephony::CallRef call;
    base::Result<std::variant<Lease, int>> answer;
};
/// One round of Renew; true: renewed, false: ended. No answers: as above.
struct Renewed {
    std::vector<AttemptRef> asked_for;
    std::optional<std::vector<bool>> answers;
    SteadyTime asked;
    std::vector<AttemptRef> hang_up{}; ///< renewed, and their calls are to be ended
};
struct Fetched {
    FlowKey flow;
    base::Result<SharedContent> content;
};
/// What became of each of the texts, in their order.
struct Spoke {
    Speech speech;
    std::vector<tl::expected<media::SharedPrompt, flow::Fault>> results;
};

} // namespace told

using Told = std::variant<told::SettingsChanged,
                          told::Leased,
                          told::StreamLost,
                          told::StartAnswered,
                          told::ElsewhereAnswered,
                          told::Admitted,
                          told::Renewed,
                          told::Fetched,
                          told::Spoke>;

/// The scheduler as the worker sees it. Nothing here blocks; answers come as Told.
class Scheduler {
public:
    virtual ~Scheduler() = default;

    /// Room for so many more attempts, on the stream of this number.
    virtual void grant(std::uint64_t stream, std::uint32_t credits) = 0;
    virtual void ask_start(std::vector<AttemptRef> attempts) = 0;
    /// May this attempt, whose first trunk refused it, be called over another one?
    virtual void ask_elsewhere(const AttemptRef& ref, const std::string& trunk) = 0;
    virtual void admit(const Visit& visit) = 0;
    /// All trunks, as they are now; a report that is not taken is void.
    virtual void report(std::vector<TrunkReport> trunks) = 0;
    virtual void renew(std::vector<AttemptRef> attempts, std::chrono::milliseconds patience) = 0;
    /// Kept and repeated until the scheduler has taken it.
    virtual void give_back(std::vector<GivenBack> attempts) = 0;
    virtual void fetch(const FlowKey& flow) = 0;
    virtual void speak(Speech speech) = 0;
    /// No leases any more.
    virtual void stop_leasing() = 0;
};

} // namespace hatif::dialer
