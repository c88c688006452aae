#include "reporting/report_service.hpp"

#include "reporting/report_builder.hpp"
#include "reporting/report_store.hpp"

#include "page/wire.hpp"
#include "rpc/status.hpp"

#include <grpcpp/client_context.h>

namespace hatif::reporting {

using base::Errc;
using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

Result<base::OrganizationId> organization_of(const rpc::Caller& caller) {
    if (caller.organization) return *caller.organization;
    return fail(Errc::forbidden, "the key belongs to no organization", "FORBIDDEN");
}

/// An id that is no uuid belongs to nothing.
Result<base::Uuid> id_of(const std::string& text, const char* what, const char* reason) {
    if (const auto id = base::Uuid::parse(text)) return *id;
    return fail(Errc::not_found, std::string{"there is no "} + what + " " + text, reason);
}

Result<void> get(const rpc::Caller& caller,
                 const v1::GetCallReportRequest& request,
                 pg::Transaction& transaction,
                 v1::CallReport& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto id = id_of(request.job_id(), "job", "JOB_NOT_FOUND");
    if (!id) return fail(id.error());
    const auto job = find_job(transaction, *organization, *id);
    if (!job) return fail(job.error());
    response = build_report(*job);
    return {};
}

} // namespace

/// Whether the organization has launched the execution. EXECUTION_NOT_FOUND.
Result<void> ReportService::ask_scheduler(base::OrganizationId organization,
                                          const base::Uuid& execution) {
    program::v1::DescribeExecutionRequest request;
    request.set_organization_id(organization.value().to_string());
    request.set_execution_id(execution.to_string());
    grpc::ClientContext context;
    identity_.prepare(context, 1s); // a transaction waits meanwhile: shorter than its idle limit
    program::v1::ExecutionDescription description;
    const auto status = scheduler_.DescribeExecution(&context, request, &description);
    if (!status.ok()) return fail(rpc::from_status(status));
    return {};
}

Result<void> ReportService::list(const rpc::Caller& caller,
                                 const v1::ListExecutionCallsRequest& request,
                                 pg::Transaction& transaction,
                                 v1::ListExecutionCallsResponse& response) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {"createdAt"});
    if (!wanted) return fail(wanted.error());
    const auto id = id_of(request.id(), "execution", "EXECUTION_NOT_FOUND");
    if (!id) return fail(id.error());
    std::optional<std::int32_t> outcome;
    if (request.has_outcome()) outcome = request.outcome();
    const auto page = list_jobs(transaction, *organization, *id, *wanted, outcome);
    if (!page && page.error().reason == "EXECUTION_NOT_FOUND") {
        if (auto launched = ask_scheduler(*organization, *id); !launched) return launched;
        page::write(page::meta(*wanted, 0), *response.mutable_meta());
        return {};
    }
    if (!page) return fail(page.error());
    for (const auto& job : page->jobs) *response.add_data() = build_report(job);
    page::write(page->meta, *response.mutable_meta());
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

grpc::Status ReportService::ListExecutionCalls(grpc::ServerContext* context,
                                               const v1::ListExecutionCallsRequest* request,
                                               v1::ListExecutionCallsResponse* response) {
    return endpoint_.run(*context, *request, *response,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return list(caller, *request, transaction, *response);
                         });
}

} // namespace hatif::reporting
