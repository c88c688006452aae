#pragma once

#include "dialer/content/spoken.hpp"
#include "dialer/leasing/lease.hpp"

#include <string>

namespace hatif::dialer {

/// What a call asks of its worker.
class CallDesk {
public:
    virtual ~CallDesk() = default;

    /// Null: it is unknown, or takes no calls now.
    virtual const telephony::Trunk* open_trunk(const std::string& id) const = 0;

    /// May the call go out over this other trunk? CallSession::may_go_elsewhere hears the answer.
    virtual void ask_elsewhere(const AttemptRef& ref, const std::string& trunk) = 0;

    /// What the voice engine has spoken.
    virtual Spoken& spoken() = 0;

    /// The callee has picked up.
    virtual void picked_up(const base::AttemptId& attempt) = 0;

    /// The call has told its last: it may go, but not under its own feet.
    virtual void over(const base::AttemptId& attempt) = 0;
};

} // namespace hatif::dialer
