#include "flow/json_values.hpp"

#include <simdjson.h>

namespace hatif::flow {

namespace dom = simdjson::dom;

namespace {

Value value_at(const dom::element& root, const std::string& pointer) {
    dom::element it;
    if (root.at_pointer(pointer).get(it) != simdjson::SUCCESS) return Null{};
    bool flag = false;
    double number = 0;
    std::string_view text;
    if (it.get(flag) == simdjson::SUCCESS) return flag;
    if (it.get(number) == simdjson::SUCCESS) return number;
    if (it.get(text) == simdjson::SUCCESS) return std::string{text};
    return Null{};
}

} // namespace

std::vector<Value> values_in(std::string_view json, const std::vector<std::string>& wanted) {
    std::vector<Value> all(wanted.size());
    if (wanted.empty()) return all;
    dom::parser parser;
    dom::element root;
    if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) return all;
    for (std::size_t i = 0; i < wanted.size(); ++i) all[i] = value_at(root, wanted[i]);
    return all;
}

} // namespace hatif::flow
