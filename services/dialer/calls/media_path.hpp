#pragma once

#include "media/engine.hpp"
#include "observability/metrics.hpp"
#include "telephony/sip_thread.hpp"

#include <functional>

namespace hatif::dialer {

/// Brings what the media thread tells to the SIP thread. When that one is overrun a key is dropped
/// and counted; the end of a prompt or of a line waits for room, for a call without it would never
/// end, and its lease be renewed for ever.
class MediaPath {
public:
    /// False: there is no room now.
    using Post = std::function<bool(telephony::Task)>;
    /// Called on the SIP thread.
    using Hear = std::function<void(media::LineId, const media::Event&)>;

    MediaPath(Post post, Hear hear, observability::Metrics& metrics);

    /// On the media thread.
    void pass(media::LineId line, const media::Event& event);

private:
    const Post post_;
    const Hear hear_;
    observability::Counter dropped_;
};

} // namespace hatif::dialer
