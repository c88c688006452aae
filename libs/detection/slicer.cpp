#include "detection/slicer.hpp"

#include "audio/g711.hpp"

#include <algorithm>

namespace hatif::detection {

namespace {

using Table = std::array<std::int16_t, 256>;

/// Both codings by their bytes, in 13 bits.
Table table_of(audio::Codec codec) {
    Table table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const int sample = audio::decode(codec, static_cast<std::uint8_t>(i));
        table[i] = static_cast<std::int16_t>(sample / 8);
    }
    return table;
}

const Table a_law = table_of(audio::Codec::pcma);
const Table mu_law = table_of(audio::Codec::pcmu);

/// Written so that the compiler takes eight samples at once.
template <std::size_t lag>
std::int32_t product(const Slice& slice) {
    std::int32_t sum = 0;
    const std::int16_t* now = slice.samples.data() + 2;
    const std::int16_t* then = now - lag;
#pragma GCC unroll 1
    for (std::size_t i = 0; i < slice_size; ++i)
        sum += std::int32_t{now[i]} * std::int32_t{then[i]};
    return sum;
}

} // namespace

bool Slicer::fill(audio::Codec codec, std::span<const std::uint8_t>& bytes) {
    begin();
    const auto& table = codec == audio::Codec::pcma ? a_law : mu_law;
    const auto count = std::min(bytes.size(), slice_size - filled_);
    auto* to = slice_.samples.data() + 2 + filled_;
    for (std::size_t i = 0; i < count; ++i) to[i] = table[bytes[i]];
    bytes = bytes.subspan(count);
    filled_ += count;
    return complete();
}

bool Slicer::skip(std::size_t& samples) {
    begin();
    const auto count = std::min(samples, slice_size - filled_);
    std::fill_n(slice_.samples.begin() + 2 + static_cast<std::ptrdiff_t>(filled_), count, 0);
    samples -= count;
    filled_ += count;
    lost_ = lost_ || count > 0;
    return complete();
}

void Slicer::begin() {
    if (filled_ > 0) return;
    slice_.samples[0] = slice_.samples[slice_size];
    slice_.samples[1] = slice_.samples[slice_size + 1];
}

bool Slicer::complete() {
    if (filled_ < slice_size) return false;
    slice_.lost = lost_;
    slice_.products = {product<0>(slice_), product<1>(slice_), product<2>(slice_)};
    filled_ = 0;
    lost_ = false;
    return true;
}

} // namespace hatif::detection
