#include "flow/opt_out_node.hpp"

#include "flow/config_reader.hpp"
#include "flow/reading.hpp"

namespace hatif::flow {

namespace {

const Leave success{{Output{"onSuccess"}}};
const Fault no_number{"no_number", "the number of the call is not known"};

} // namespace

OptOutNode read_opt_out(ConfigReader&) {
    return {};
}

Commands enter(const OptOutNode&, const Scope& scope) {
    Reading reading{scope};
    const auto number = reading.look({ValueSource::Kind::system, "sys.contactPhone"});
    Commands all = std::move(reading).notes();
    if (!number || to_text(number->value).empty()) {
        all.emplace_back(leave_failed(no_number));
        return all;
    }
    all.emplace_back(OptOut{});
    all.emplace_back(success);
    return all;
}

std::vector<Leave> exits(const OptOutNode&) {
    return {success, leave_failed({})};
}

} // namespace hatif::flow
