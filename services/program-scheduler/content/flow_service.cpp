#include "program_scheduler/content/flow_service.hpp"

#include "page/meta.hpp"
#include "page/wire.hpp"
#include "program_scheduler/content/content_wire.hpp"
#include "program_scheduler/content/flow_check.hpp"
#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/content/flow_rows.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;
namespace v1 = program::v1;

namespace {

Result<void> list(const rpc::Caller& caller,
                  pg::Transaction& transaction,
                  const v1::ListFlowsRequest& request,
                  v1::ListFlowsResponse& answer) {
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {"name", "createdAt"});
    if (!wanted) return fail(wanted.error());
    const auto organization = caller.organization.value();
    auto found = list_flows(transaction, organization, *wanted);
    if (!found) return fail(found.error());
    std::optional<page::Place> last;
    if (!found->flows.empty()) {
        const auto& flow = found->flows.back();
        last = page::Place{wanted->sort_by == "name" ? flow.name : page::as_value(flow.created_at),
                           flow.id.value().to_string()};
    }
    page::write(page::meta(*wanted, found->total, last), *answer.mutable_meta());
    const auto checked = check_flows(transaction, organization, std::move(found->flows));
    if (!checked) return fail(checked.error());
    for (const auto& flow : *checked) to_wire(flow, *answer.add_data());
    return {};
}

Result<void> create(const rpc::Caller& caller,
                    pg::Transaction& transaction,
                    const v1::CreateFlowRequest& request,
                    base::Instant now,
                    v1::Flow& answer) {
    auto words = read_flow_words(from_wire(request));
    if (!words) return fail(words.error());
    SavedFlow flow{.id = base::FlowId{base::Uuid::v7(now)},
                   .organization = caller.organization.value(),
                   .name = std::move(words->name),
                   .description = std::move(words->description),
                   .version = 1,
                   .graph = std::move(words->graph),
                   .created_at = now,
                   .updated_at = now};
    if (auto inserted = insert_flow(transaction, flow); !inserted) return fail(inserted.error());
    const auto checked = check_flow(transaction, std::move(flow));
    if (!checked) return fail(checked.error());
    to_wire(*checked, answer);
    return {};
}

} // namespace

grpc::Status FlowService::ListFlows(grpc::ServerContext* context,
                                    const v1::ListFlowsRequest* request,
                                    v1::ListFlowsResponse* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return list(caller, transaction, *request, *answer);
                         });
}

grpc::Status FlowService::CreateFlow(grpc::ServerContext* context,
                                     const v1::CreateFlowRequest* request,
                                     v1::Flow* answer) {
    return endpoint_.run(*context, *request, *answer,
                         [&](const rpc::Caller& caller, pg::Transaction& transaction) {
                             return create(caller, transaction, *request, clock_.now(), *answer);
                         });
}

grpc::Status FlowService::GetFlow(grpc::ServerContext* context,
                                  const v1::GetFlowRequest* request,
                                  v1::Flow* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto id = base::Uuid::parse(request->id());
            if (!id) return fail(Errc::not_found, "no such flow", "FLOW_NOT_FOUND");
            const auto flow =
                newest_version(transaction, caller.organization.value(), base::FlowId{*id});
            if (!flow) return fail(flow.error());
            to_wire(*flow, *answer);
            return {};
        });
}

grpc::Status FlowService::ValidateFlow(grpc::ServerContext* context,
                                       const v1::ValidateFlowRequest* request,
                                       v1::FlowValidation* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            auto graph = graph_of(request->document());
            if (!graph) return fail(graph.error());
            const auto problems =
                check_graphs(transaction, caller.organization.value(), {std::move(*graph)});
            if (!problems) return fail(problems.error());
            to_wire(problems->front(), *answer);
            return {};
        });
}

} // namespace hatif::program_scheduler
