#pragma once

#include "dialer/content/utterance.hpp"
#include "dialer/leasing/scheduler.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hatif::dialer {

/// The texts that the voice engine has spoken, in memory: those used last, up to a bound. What is
/// not here is asked for, once however many wait for it. Lives on the SIP thread.
class Spoken {
public:
    static constexpr std::size_t usual_bytes = 64UL << 20;

    Spoken(Scheduler& scheduler,
           std::chrono::milliseconds patience,
           std::size_t most_bytes = usual_bytes)
        : scheduler_{scheduler}, patience_{patience}, most_bytes_{most_bytes} {}

    /// How long a play waits for its texts to be spoken.
    std::chrono::milliseconds patience() const { return patience_; }

    /// Null: it is not here.
    media::SharedPrompt find(const Utterance& what);

    /// What became of one: nothing of the text is in the fault.
    using Result = tl::expected<media::SharedPrompt, flow::Fault>;
    using Hear = std::function<void(const Utterance&, const Result&)>;

    /// Asks for it, for somebody who waits until then; `hear` is called once, later. Who joins one
    /// that waits already has its answer, a refusal as well: where an engine is that late, the next
    /// question would be answered no sooner.
    void want(const std::string& organization, const Utterance& what, SteadyTime until, Hear hear);

    /// Asks for those that are not here, before anybody waits for them and behind all that somebody
    /// waits for.
    void want_ahead(const std::string& organization, const std::vector<Utterance>& all);

    void take(const told::Spoke& it);

    std::size_t bytes() const { return bytes_; }

private:
    struct Kept {
        Utterance what;
        media::SharedPrompt prompt;
    };
    using Shelf = std::list<Kept>; // the one used last in front

    void keep(const Utterance& what, const media::SharedPrompt& prompt);

    Scheduler& scheduler_;
    const std::chrono::milliseconds patience_;
    const std::size_t most_bytes_;
    std::size_t bytes_ = 0;
    Shelf shelf_;
    std::map<Utterance, Shelf::iterator> places_;
    std::map<Utterance, std::vector<Hear>> waiting_; // asked for
};

} // namespace hatif::dialer
