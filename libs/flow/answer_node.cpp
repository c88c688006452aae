#include "flow/answer_node.hpp"

#include "flow/config_reader.hpp"

namespace hatif::flow {

AnswerNode read_answer(ConfigReader&) {
    return {};
}

AnswerStep enter(const AnswerNode&, const Scope&) {
    return {Taking{}, {Answer{}}};
}

Leave leave_taken() {
    return Leave{{Output{"onSuccess"}}};
}

std::vector<Leave> exits(const AnswerNode&) {
    return {leave_taken(), leave_failed({})};
}

} // namespace hatif::flow
