#pragma once

#include "contact/do_not_call/do_not_call.hpp"
#include "kafka/consumer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hatif::contact {

/// Somebody said in a call that they do not want to be called again.
struct OptOut {
    base::OrganizationId organization;
    base::Uuid attempt;
    std::uint32_t sequence = 0; ///< of the event among the attempt's; with it, it is told once
    ReadNumber number{};        ///< the person's
    std::string node{};         ///< of the flow
};

/// What a batch of hatif.call-events.v1 tells of such wishes, in order. All other events are passed
/// over unread, by their `ce_type`. Rejects in the batch what can never be taken.
std::vector<OptOut> read_opt_outs(kafka::Batch& batch);

/// For good, by the person's own word in a call, with where it was said.
Terms terms_of(const OptOut& wish);

/// What of the stored entries stands in the way of a wish: what ends one day. Who is listed for
/// good is listed, whatever the reason was.
bool is_fulfilled(const OptOut& wish, const std::vector<DoNotCallEntry>& stored);

} // namespace hatif::contact
