#include "reporting/report_service.hpp"

#include "reporting/call_export.hpp"
#include "reporting/caller_of.hpp"
#include "reporting/count_store.hpp"
#include "reporting/report_builder.hpp"
#include "reporting/report_filter.hpp"
#include "reporting/retention.hpp"

#include "page/wire.hpp"
#include "rpc/status.hpp"

namespace hatif::reporting {

using base::fail;
using base::Result;

namespace {

/// A page of reports, for any list request and its response.
template <class Request, class Response>
Result<void> list(pg::Transaction& transaction,
                  base::OrganizationId organization,
                  const JobFilter& filter,
                  const Request& request,
                  Response& response) {
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {"createdAt"});
    if (!wanted) return fail(wanted.error());
    const auto page = list_jobs(transaction, organization, filter, *wanted);
    if (!page) return fail(page.error());
    for (const auto& job : page->jobs) *response.add_data() = build_report(job);
    page::write(page->meta, *response.mutable_meta());
    return {};
}

} // namespace

Result<void> ReportService::get(const rpc::Caller& caller,
                                const v1::GetCallReportRequest& request,
                                pg::Transaction& transaction,
                                v1::CallReport& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto id = id_of(request.job_id(), "job", "JOB_NOT_FOUND");
    if (!id) return fail(id.error());
    auto job = find_job(transaction, *organization, *id);
    if (!job && job.error().reason == "JOB_NOT_FOUND") {
        // Given out just now, or deleted for its age.
        const auto days = days_kept(transaction, *organization);
        if (!days) return fail(days.error());
        if (is_past(*id, *days, clock_.now())) return fail(job.error());
        job = lookups_.job(*organization, *id);
    }
    if (!job) return fail(job.error());
    response = build_report(*job);
    return {};
}

grpc::Status ReportService::GetCallReport(grpc::ServerContext* context,
                                          const v1::GetCallReportRequest* request,
                                          v1::CallReport* response) {
    return endpoint_.run(*context, *request, *response,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return get(caller, *request, transaction, *response);
                         });
}

grpc::Status ReportService::ListCallReports(grpc::ServerContext* context,
                                            const v1::ListCallReportsRequest* request,
                                            v1::ListCallReportsResponse* response) {
    return endpoint_.run(
        *context, *request, *response,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto organization = organization_of(caller);
            if (!organization) return fail(organization.error());
            return list(transaction, *organization, filter_of(*request), *request, *response);
        });
}

grpc::Status ReportService::ExportCallReports(grpc::ServerContext* context,
                                              const v1::ExportCallReportsRequest* request,
                                              grpc::ServerWriter<type::v1::Download>* writer) {
    const auto caller = endpoint_.caller(*context, *request->GetDescriptor());
    if (!caller) return rpc::to_status(caller.error());
    const auto organization = organization_of(*caller);
    if (!organization) return rpc::to_status(organization.error());
    const auto done = export_calls(pool_, *organization, *request, clock_.now(), *writer);
    return done ? grpc::Status::OK : rpc::to_status(done.error());
}

grpc::Status ReportService::ListContactCalls(grpc::ServerContext* context,
                                             const v1::ListContactCallsRequest* request,
                                             v1::ListContactCallsResponse* response) {
    return endpoint_.run(
        *context, *request, *response,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto organization = organization_of(caller);
            if (!organization) return fail(organization.error());
            const auto id = id_of(request->id(), "contact", "CONTACT_NOT_FOUND");
            if (!id) return fail(id.error());
            if (auto known = lookups_.contact(*organization, *id); !known) return known;
            auto filter = filter_of(*request);
            filter.contact = *id;
            return list(transaction, *organization, filter, *request, *response);
        });
}

grpc::Status ReportService::ListExecutionCalls(grpc::ServerContext* context,
                                               const v1::ListExecutionCallsRequest* request,
                                               v1::ListExecutionCallsResponse* response) {
    return endpoint_.run(
        *context, *request, *response,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto organization = organization_of(caller);
            if (!organization) return fail(organization.error());
            const auto id = id_of(request->id(), "execution", "EXECUTION_NOT_FOUND");
            if (!id) return fail(id.error());
            const auto known = find_execution(transaction, organization->value(), *id);
            if (!known) return fail(known.error());
            if (!*known) {
                const auto launched = lookups_.execution(*organization, *id);
                if (!launched) return fail(launched.error());
            }
            auto filter = filter_of(*request);
            filter.execution = *id;
            return list(transaction, *organization, filter, *request, *response);
        });
}

} // namespace hatif::reporting
