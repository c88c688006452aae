#include "program_scheduler/content/studio.hpp"

#include "observability/log.hpp"

namespace hatif::program_scheduler {

using namespace std::chrono_literals;

Studio::Studio(const voice::EngineSetting& setting,
               pg::Pool& pool,
               objects::ObjectStore& objects,
               const transcode::Decoder& decoder,
               const Recorder& recorder,
               const base::Clock& clock)
    : engine_{voice::make_engine(setting)}, speaker_{{pool, objects, decoder, *engine_, clock}},
      words_{{pool, recorder, *engine_, clock}}, installing_{1min, [this] { return install(); }},
      forgetting_{1min, [this] { return forget(); }} {}

bool Studio::install() {
    const auto more = words_.install();
    if (!more) {
        observability::log_warning("the built-in dictionaries are not up to date",
                                   {{"why", more.error().what}});
    }
    return more.value_or(false);
}

bool Studio::forget() {
    const auto more = speaker_.forget();
    if (!more) {
        observability::log_warning("forgetting spoken texts failed", {{"why", more.error().what}});
    }
    return more.value_or(false);
}

} // namespace hatif::program_scheduler
