#include "flow/operand.hpp"

namespace hatif::flow {

std::vector<ValueSource> sources_of(const Operand& operand) {
    if (const auto* source = std::get_if<ValueSource>(&operand)) return {*source};
    std::vector<ValueSource> all;
    if (const auto* expression = std::get_if<Expression>(&operand)) {
        for (const auto& part : expression->parts) {
            if (const auto* source = std::get_if<ValueSource>(&part)) all.push_back(*source);
        }
    }
    return all;
}

} // namespace hatif::flow
