#include "dialer/calls/visitors.hpp"

namespace hatif::dialer {

Visitor* Visitors::find(telephony::CallRef call) {
    const auto it = all_.find(call);
    return it == all_.end() ? nullptr : &it->second;
}

std::vector<telephony::CallRef> Visitors::waiting_for(const FlowKey& flow) const {
    std::vector<telephony::CallRef> waiting;
    for (const auto& [call, visitor] : all_) {
        if (visitor.lease && visitor.lease->flow == flow) waiting.push_back(call);
    }
    return waiting;
}

std::vector<telephony::CallRef> Visitors::unanswered(SteadyTime now,
                                                     std::chrono::milliseconds patience) const {
    std::vector<telephony::CallRef> late;
    for (const auto& [call, visitor] : all_) {
        if (!visitor.lease && now - visitor.came >= patience) late.push_back(call);
    }
    return late;
}

std::vector<telephony::CallRef> Visitors::overdue(SteadyTime now,
                                                  std::chrono::milliseconds patience) const {
    std::vector<telephony::CallRef> late;
    for (const auto& [call, visitor] : all_) {
        if (visitor.lease && now - visitor.came >= patience) late.push_back(call);
    }
    return late;
}

} // namespace hatif::dialer
