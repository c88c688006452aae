#include "tone/key_detector.hpp"

#include "audio/g711.hpp"
#include "base/handle.hpp"

#include <spandsp.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <new>

namespace hatif::tone {

namespace {

using Receiver = base::Handle<dtmf_rx_state_t, dtmf_rx_free>;
using Table = std::array<std::int16_t, 256>;

/// spandsp decides once for so many samples. Fed in these steps it tells when a press begins and
/// ends to 13 ms.
constexpr std::size_t step = 102;

/// A gap of so much within a press is jumped over: the tone goes on behind it.
constexpr std::size_t longest_loss = 480; // samples

/// A press that ends and begins again so soon is the same: Q.24 wants a pause of 40 ms.
constexpr int longest_flicker = 2; // steps

/// dB by which the high tone may be stronger, and weaker, than the low one: a little more than
/// Q.24's 4 and 8, because at the limit itself a receiver flickers.
constexpr int stronger = 6;
constexpr int weaker = 10;

Table table_of(audio::Codec codec) {
    Table table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = audio::decode(codec, static_cast<std::uint8_t>(i));
    return table;
}

const Table a_law = table_of(audio::Codec::pcma);
const Table mu_law = table_of(audio::Codec::pcmu);

} // namespace

struct KeyDetector::Impl {
    Receiver receiver{dtmf_rx_init(nullptr, nullptr, nullptr)};
    std::size_t filled = 0; ///< of the current step
    std::size_t missed = 0; ///< samples, since the last packet
    int steps = 0;          ///< since the last press ended
    char pressed = 0;       ///< now
    char last = 0;          ///< before
    std::string keys;       ///< to be told

    Impl() {
        if (!receiver) throw std::bad_alloc{};
        dtmf_rx_parms(receiver.get(), 0, weaker, stronger, -99);
        dtmf_rx_set_realtime_callback(receiver.get(), on_change, this);
    }

    /// spandsp tells of every change: a key, or 0 when it is let go.
    static void on_change(void* self, int code, int, int) noexcept {
        static_cast<Impl*>(self)->change(static_cast<char>(code));
    }

    void change(char key) {
        if (pressed != 0) {
            last = pressed;
            steps = 0;
        }
        pressed = key;
        if (key == 0 || (key == last && steps <= longest_flicker)) return;
        keys += key;
    }

    void hear(std::span<const std::int16_t> samples) {
        while (!samples.empty()) {
            const auto count = std::min(samples.size(), step - filled);
            dtmf_rx(receiver.get(), samples.data(), static_cast<int>(count));
            samples = samples.subspan(count);
            filled += count;
            if (filled < step) continue;
            filled = 0;
            steps = std::min(steps + 1, longest_flicker + 1);
        }
    }

    std::string told() {
        std::string all;
        all.swap(keys);
        return all;
    }
};

KeyDetector::KeyDetector() : impl_(std::make_unique<Impl>()) {}

KeyDetector::~KeyDetector() = default;
KeyDetector::KeyDetector(KeyDetector&&) noexcept = default;
KeyDetector& KeyDetector::operator=(KeyDetector&&) noexcept = default;

std::string KeyDetector::hear(audio::Codec codec, std::span<const std::uint8_t> payload) {
    impl_->missed = 0;
    const auto& table = codec == audio::Codec::pcma ? a_law : mu_law;
    std::array<std::int16_t, step> samples; // written before it is read
    while (!payload.empty()) {
        const auto count = std::min(payload.size(), samples.size());
        for (std::size_t i = 0; i < count; ++i) samples[i] = table[payload[i]];
        impl_->hear({samples.data(), count});
        payload = payload.subspan(count);
    }
    return impl_->told();
}

std::string KeyDetector::pass(std::chrono::milliseconds time) {
    const bool short_before = impl_->missed <= longest_loss;
    impl_->missed += static_cast<std::size_t>(std::max<std::int64_t>(0, time.count())) * 8;
    if (!short_before || impl_->missed <= longest_loss) return {};
    constexpr std::array<std::int16_t, longest_loss> silence{}; // ends what was pressed
    impl_->hear(silence);
    return impl_->told();
}

} // namespace hatif::tone
