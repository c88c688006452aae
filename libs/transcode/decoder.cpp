#include "transcode/decoder.hpp"

#include "base/place.hpp"
#include "transcode/child.hpp"
#include "transcode/memory_file.hpp"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <thread>
#include <unistd.h>
#include <utility>

namespace hatif::transcode {

namespace {

std::string why_killed(int signal) {
    switch (signal) {
    case SIGXCPU:
        return "decoding it takes too much computing time";
    case SIGSYS:
        return "the decoder did what it may not do";
    default:
        return std::string{"the decoder died of "} + sigabbrev_np(signal);
    }
}

} // namespace

Decoder::Decoder(std::string program, std::chrono::milliseconds deadline)
    : program_{std::move(program)}, deadline_{deadline},
      places_{std::max(1, static_cast<int>(std::thread::hardware_concurrency()))} {}

base::Result<Decoded> Decoder::decode(int file, const Treatment& treatment) const {
    if (lseek(file, 0, SEEK_SET) != 0) {
        return base::fail(base::Errc::internal, "the upload cannot be read again");
    }
    if (!places_.try_acquire_for(deadline_)) {
        return base::fail(base::Errc::unavailable, "too many uploads at once");
    }
    const auto ending = [&] {
        const base::Place place{places_};
        return run(program_, words_of(treatment), file, {deadline_, longest_answer});
    }();
    if (!ending) return base::fail(ending.error());
    if (ending->overdue) return undecodable("decoding it takes too long");
    if (ending->overflowed) return undecodable("the decoder's answer is too long");
    if (!ending->exited) return undecodable(why_killed(ending->signal));
    if (ending->status != 0) {
        return undecodable("the decoder gave up with status " + std::to_string(ending->status));
    }
    return read_answer(ending->output);
}

base::Result<Decoded> Decoder::decode(std::string_view bytes, const Treatment& treatment) const {
    const MemoryFile file{bytes};
    if (!file.whole()) return base::fail(base::Errc::unavailable, "no memory for an upload");
    return decode(file.descriptor(), treatment);
}

} // namespace hatif::transcode
