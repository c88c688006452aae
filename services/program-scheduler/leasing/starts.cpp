#include "program_scheduler/leasing/starts.hpp"

#include <algorithm>
#include <iterator>

namespace hatif::program_scheduler {

using base::Result;
using namespace std::chrono_literals;

namespace {

/// Little beside the validity of a yes, which runs from the moment of asking.
constexpr auto wait_for_others = 10ms;

} // namespace

Starts::Starts(const Desk& desk)
    : desk_{desk}, gathering_{wait_for_others,
                              [this](const auto& asked) { return start_plainly(asked); }} {}

Starts::Started Starts::start_these(const std::vector<Epoch>& asked) const {
    return desk_.pool.transact(
        [&](pg::Transaction& transaction) { return start_plain(transaction, desk_, asked); });
}

/// One that cannot be taken, or whose execution is locked, keeps no other from its start: what
/// fails together is tried one by one.
std::vector<Starts::Started>
Starts::start_plainly(const std::vector<std::vector<Epoch>>& asked) const {
    std::vector<Epoch> all;
    for (const auto& it : asked) all.insert(all.end(), it.begin(), it.end());
    const auto together = start_these(all);
    std::vector<Started> answers;
    for (const auto& it : asked) {
        if (!together && asked.size() > 1) {
            answers.push_back(start_these(it));
            continue;
        }
        if (!together) {
            answers.push_back(together);
            continue;
        }
        std::set<Epoch> own;
        std::copy_if(it.begin(), it.end(), std::inserter(own, own.end()),
                     [&](const Epoch& one) { return together->contains(one); });
        answers.emplace_back(std::move(own));
    }
    return answers;
}

Result<program::v1::StartResponse> Starts::start(const program::v1::StartRequest& request) {
    return program_scheduler::start(desk_, request, [this](std::vector<Epoch> asked) {
        return gathering_.ask(std::move(asked));
    });
}

} // namespace hatif::program_scheduler
