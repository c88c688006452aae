#include "dialer/calls/media_path.hpp"

#include "observability/log.hpp"

#include <chrono>
#include <thread>

namespace hatif::dialer {

using namespace std::chrono_literals;

MediaPath::MediaPath(Post post, Hear hear, observability::Metrics& metrics)
    : post_{std::move(post)}, hear_{std::move(hear)},
      dropped_{metrics.counter("hatif_dialer_keys_dropped_total",
                               "Keys that were pressed while the SIP thread was overrun.")} {}

void MediaPath::pass(media::LineId line, const media::Event& event) {
    const auto post = [&] { return post_([this, line, event] { hear_(line, event); }); };
    if (post()) return;
    observability::log_error("the SIP thread is overrun");
    if (std::holds_alternative<media::KeyPressed>(event)) return dropped_.add();
    while (!post()) std::this_thread::sleep_for(1ms);
}

} // namespace hatif::dialer
