#include "reporting/call_export.hpp"

#include "endpoint/download.hpp"
#include "reporting/call_lines.hpp"
#include "reporting/report_builder.hpp"
#include "reporting/report_filter.hpp"
#include "reporting/report_store.hpp"

#include <algorithm>

namespace hatif::reporting {

using base::fail;
using base::Result;

namespace {

constexpr std::uint32_t page_of_jobs = 200;

/// The filter and its search as a list request has them, checked alike.
Result<page::Request> first_page(const v1::ExportCallReportsRequest& request) {
    page::Asked asked{.order = page::Order::ascending};
    if (request.has_search()) asked.search = request.search();
    auto wanted = page::Request::read(asked, {"createdAt"});
    if (wanted) wanted->limit = page_of_jobs;
    return wanted;
}

type::v1::Download::Header header_of(bool ndjson) {
    type::v1::Download::Header header;
    header.set_content_type(ndjson ? "application/x-ndjson" : "text/csv; charset=utf-8");
    header.set_file_name(ndjson ? "call-reports.ndjson" : "call-reports.csv");
    return header;
}

std::string lines_of(const std::vector<StoredJob>& jobs, bool ndjson) {
    std::string lines;
    for (const auto& job : jobs) {
        const auto report = build_report(job);
        if (ndjson) {
            append_ndjson(report, lines);
        } else {
            append_csv(report, lines);
        }
    }
    return lines;
}

} // namespace

Result<void> export_calls(pg::Pool& pool,
                          base::OrganizationId organization,
                          const v1::ExportCallReportsRequest& request,
                          base::Instant now,
                          grpc::ServerWriter<type::v1::Download>& writer) {
    auto wanted = first_page(request);
    if (!wanted) return fail(wanted.error());
    auto filter = filter_of(request);
    filter.to = std::min(filter.to.value_or(now), now);
    const bool ndjson = request.format() == v1::EXPORT_FORMAT_NDJSON;

    endpoint::Download download{writer};
    for (bool first = true; first || wanted->after; first = false) {
        auto read = pool.transact([&](pg::Transaction& transaction) {
            return read_jobs(transaction, organization, filter, *wanted);
        });
        if (!read) return fail(read.error());
        if (first && !download.begin(header_of(ndjson))) return {};
        if (first && !ndjson && !download.write(csv_titles())) return {};
        if (!download.write(lines_of(read->jobs, ndjson))) return {};
        wanted->after = std::move(read->next);
    }
    download.end();
    return {};
}

} // namespace hatif::reporting
