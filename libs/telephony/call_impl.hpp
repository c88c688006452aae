#pragma once

#include "sdp/session.hpp"
#include "telephony/sofia_impl.hpp"

#include <string>

namespace hatif::telephony {

/// A call of either direction, as the one table of calls keeps it. What does not suit its state is
/// ignored: a listener's wish may cross what the peer did.
class Call : public NtaUser {
public:
    Call() = default;
    virtual ~Call() = default;

    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    virtual void cancel() = 0;
    virtual void bye(int q850) = 0;
    virtual void accept(const sdp::Endpoint& media) = 0;
    virtual void refuse(int code) = 0;
    virtual void refer(const std::string& to) = 0;

    /// Nothing is to be done for it any more, and nothing of the network belongs to it.
    virtual bool is_over() const = 0;
    virtual const std::string& call_id() const = 0;
};

} // namespace hatif::telephony
