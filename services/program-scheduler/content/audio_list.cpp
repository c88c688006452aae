#include "program_scheduler/content/audio_list.hpp"

#include "page/meta.hpp"
#include "page/wire.hpp"
#include "program_scheduler/content/audio_rows.hpp"
#include "program_scheduler/content/content_wire.hpp"
#include "program_scheduler/content/field_check.hpp"

#include <array>
#include <charconv>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
namespace v1 = program::v1;

namespace {

/// As short as it can be and still be read as the same number.
std::string as_text(double number) {
    std::array<char, 32> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    return {digits.data(), written.ptr};
}

std::string place_of(const Audio& audio, const std::string& sort_by) {
    if (sort_by == "title") return audio.words.title;
    if (sort_by == "durationSeconds") return as_text(audio.recording.duration_seconds);
    return page::as_value(audio.created_at);
}

template <class Request>
Result<void> list_by(const rpc::Caller& caller,
                     pg::Transaction& transaction,
                     const Request& request,
                     const std::optional<std::string>& usage_type,
                     v1::ListAudiosResponse& answer) {
    const auto wanted = page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC),
                                            {"createdAt", "title", "durationSeconds"});
    if (!wanted) return fail(wanted.error());
    const auto filter = read_filter(usage_type, {request.tags().begin(), request.tags().end()});
    if (!filter) return fail(filter.error());
    const auto found = list_audios(transaction, caller.organization.value(), *filter, *wanted);
    if (!found) return fail(found.error());
    std::optional<page::Place> last;
    if (!found->things.empty()) {
        const auto& audio = found->things.back();
        last = page::Place{place_of(audio, wanted->sort_by), audio.id.value().to_string()};
    }
    page::write(page::meta(*wanted, found->total, last), *answer.mutable_meta());
    for (const auto& audio : found->things) to_wire(audio, *answer.add_data());
    return {};
}

} // namespace

Result<void> list(const rpc::Caller& caller,
                  pg::Transaction& transaction,
                  const v1::ListAudiosRequest& request,
                  v1::ListAudiosResponse& answer) {
    const auto usage = sent(request.has_usage_type(), request.usage_type());
    return list_by(caller, transaction, request, usage, answer);
}

Result<void> list(const rpc::Caller& caller,
                  pg::Transaction& transaction,
                  const v1::ListAudiosByUsageRequest& request,
                  v1::ListAudiosResponse& answer) {
    return list_by(caller, transaction, request, request.usage_type(), answer);
}

} // namespace hatif::program_scheduler
