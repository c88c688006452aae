#include "recording/recorder.hpp"

#include "recording/keeper.hpp"
#include "recording/line_tap.hpp"
#include "recording/writer.hpp"

namespace hatif::recording {

using base::Errc;
using base::fail;

struct Recorder::Impl {
    Impl(Config config, objects::ObjectStore& objects, const base::Clock& now, Sink sink)
        : spool{std::move(config.spool)}, most{config.most}, clock{now},
          folder{SpoolFolder::make(spool)}, keeper{objects,
                                                   {.first_pause = config.first_pause,
                                                    .sink = std::move(sink),
                                                    .log = std::move(config.log)}},
          writer{folder, {.min_free = config.min_free, .most = config.most}, [this](Written it) {
                     --running;
                     keeper.take(folder, std::move(it));
                 }} {}

    const std::filesystem::path spool;
    const std::size_t most;
    const base::Clock& clock;
    const std::shared_ptr<SpoolFolder> folder;
    std::atomic<std::size_t> running{0};
    Keeper keeper;
    Writer writer; // behind the keeper, which it hands to until its end
};

Recorder::Recorder(Config config,
                   objects::ObjectStore& objects,
                   const base::Clock& clock,
                   Sink sink)
    : impl_{std::make_unique<Impl>(std::move(config), objects, clock, std::move(sink))} {}

Recorder::~Recorder() = default;

base::Result<Recorder::Begun> Recorder::begin(What what) {
    if (!impl_->writer.disk_has_room()) {
        return fail(Errc::unavailable, "the spool's disk is full", "disk_full");
    }
    if (impl_->running >= impl_->most) {
        return fail(Errc::unavailable, "too many recordings at a time", "too_many");
    }
    auto take = std::make_shared<Take>(std::move(what), impl_->clock.now());
    Begun begun{.tap = std::make_unique<LineTap>(take), .progress = {take, &take->progress}};
    impl_->keeper.expect();
    ++impl_->running;
    // It has room for all that may run.
    impl_->writer.add(std::move(take));
    return begun;
}

void Recorder::recover() {
    impl_->keeper.look_in(impl_->spool);
}

bool Recorder::flush(std::chrono::steady_clock::time_point deadline) {
    return impl_->keeper.wait_until_told(deadline);
}

std::size_t Recorder::untold() const {
    return impl_->keeper.untold();
}

} // namespace hatif::recording
