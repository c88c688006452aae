#include "reporting/statistics_service.hpp"

#include "reporting/caller_of.hpp"
#include "reporting/statistics.hpp"

#include "zone/name.hpp"

namespace hatif::reporting {

using base::Errc;
using base::fail;
using base::Result;

namespace {

/// The execution as it is known here; one that was launched just now is empty. EXECUTION_NOT_FOUND.
Result<StoredExecution> execution_of(const rpc::Caller& caller,
                                     const std::string& text,
                                     const Lookups& lookups,
                                     pg::Transaction& transaction) {
    const auto organization = organization_of(caller);
    if (!organization) return fail(organization.error());
    const auto id = id_of(text, "execution", "EXECUTION_NOT_FOUND");
    if (!id) return fail(id.error());
    const auto known = find_execution(transaction, organization->value(), *id);
    if (!known) return fail(known.error());
    if (*known) return **known;
    const auto program = lookups.execution(*organization, *id);
    if (!program) return fail(program.error());
    return StoredExecution{.id = *id, .program = *program};
}

Result<std::string> zone_of(const v1::GetExecutionBreakdownRequest& request) {
    if (!request.has_timezone()) return std::string{"UTC"};
    if (zone::is_name(request.timezone())) return request.timezone();
    return fail({Errc::invalid,
                 "1 field is invalid",
                 "VALIDATION",
                 {{"timezone", "must be an IANA time zone, such as Africa/Casablanca"}}});
}

Result<void> report(const rpc::Caller& caller,
                    const v1::GetExecutionReportRequest& request,
                    const Lookups& lookups,
                    pg::Transaction& transaction,
                    v1::ExecutionReport& response) {
    const auto execution = execution_of(caller, request.id(), lookups, transaction);
    if (!execution) return fail(execution.error());
    const auto cells = read_cells(transaction, execution->id, kinds_of_report());
    if (!cells) return fail(cells.error());
    response = build_execution_report(*execution, *cells);
    return {};
}

Result<void> breakdown(const rpc::Caller& caller,
                       const v1::GetExecutionBreakdownRequest& request,
                       const Lookups& lookups,
                       pg::Transaction& transaction,
                       v1::ExecutionBreakdown& response) {
    const auto zone = zone_of(request);
    if (!zone) return fail(zone.error());
    const auto execution = execution_of(caller, request.id(), lookups, transaction);
    if (!execution) return fail(execution.error());
    const auto cells = read_cells(transaction, execution->id, kinds_of_breakdown());
    if (!cells) return fail(cells.error());
    const auto nodes = read_nodes(transaction, execution->id);
    if (!nodes) return fail(nodes.error());
    const auto clocks = wall_clocks(transaction, quarter_hours(*cells), *zone);
    if (!clocks) return fail(clocks.error());
    response = build_breakdown(execution->id, *cells, *nodes, *clocks);
    return {};
}

} // namespace

grpc::Status StatisticsService::GetExecutionReport(grpc::ServerContext* context,
                                                   const v1::GetExecutionReportRequest* request,
                                                   v1::ExecutionReport* response) {
    return endpoint_.run(*context, *request, *response,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return report(caller, *request, lookups_, transaction, *response);
                         });
}

grpc::Status
StatisticsService::GetExecutionBreakdown(grpc::ServerContext* context,
                                         const v1::GetExecutionBreakdownRequest* request,
                                         v1::ExecutionBreakdown* response) {
    return endpoint_.run(*context, *request, *response,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return breakdown(caller, *request, lookups_, transaction, *response);
                         });
}

} // namespace hatif::reporting
