#include "program_scheduler/content/flow_list.hpp"

#include "page/meta.hpp"
#include "page/wire.hpp"
#include "program_scheduler/content/content_wire.hpp"
#include "program_scheduler/content/flow_content.hpp"
#include "program_scheduler/content/flow_rows.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
namespace v1 = program::v1;

Result<void> list(pg::Transaction& transaction,
                  const Surroundings& around,
                  const v1::ListFlowsRequest& request,
                  v1::ListFlowsResponse& answer) {
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {"name", "createdAt"});
    if (!wanted) return fail(wanted.error());
    auto found = list_flows(transaction, around.organization, *wanted);
    if (!found) return fail(found.error());
    std::optional<page::Place> last;
    if (!found->things.empty()) {
        const auto& flow = found->things.back();
        last = page::Place{wanted->sort_by == "name" ? flow.name : page::as_value(flow.created_at),
                           flow.id.value().to_string()};
    }
    page::write(page::meta(*wanted, found->total, last), *answer.mutable_meta());
    const auto checked = check_flows(transaction, around, std::move(found->things));
    if (!checked) return fail(checked.error());
    for (const auto& flow : *checked) to_wire(flow, *answer.add_data());
    return {};
}

Result<void> list(pg::Transaction& transaction,
                  const Surroundings& around,
                  const v1::ListFlowVersionsRequest& request,
                  v1::ListFlowVersionsResponse& answer) {
    const auto wanted =
        page::Request::read(page::asked(request, type::v1::SORT_ORDER_ASC), {"createdAt"});
    if (!wanted) return fail(wanted.error());
    const base::FlowId id{base::Uuid::parse(request.id()).value_or(base::Uuid{})};
    if (auto there = require_flow(transaction, around.organization, id); !there) return there;
    const auto found = list_versions(transaction, id, *wanted);
    if (!found) return fail(found.error());
    page::write(page::meta(*wanted, found->total), *answer.mutable_meta());
    std::vector<std::string> graphs;
    for (const auto& version : found->things) graphs.push_back(version.graph);
    const auto problems = check_graphs(transaction, around, graphs);
    if (!problems) return fail(problems.error());
    for (std::size_t index = 0; index < found->things.size(); ++index) {
        to_wire(found->things[index], (*problems)[index].valid(), *answer.add_data());
    }
    return {};
}

} // namespace hatif::program_scheduler
