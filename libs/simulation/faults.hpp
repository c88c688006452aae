#pragma once

#include "base/result.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <string>
#include <string_view>
#include <vector>

namespace hatif::simulation {

/// What is wrong, with its place; all of a document at once, up to a bound.
class Faults {
public:
    void add(const std::string& at, std::string what) {
        if (fields_.size() < 50) fields_.push_back({at, std::move(what)});
    }
    template <class T>
    base::Result<T> or_fail(T value) && {
        if (fields_.empty()) return value;
        base::Error error{base::Errc::invalid, "the script cannot be read", "VALIDATION"};
        error.fields = std::move(fields_);
        return base::fail(std::move(error));
    }

private:
    std::vector<base::FieldError> fields_;
};

/// Parses, and has the whole document read by `read(root, faults)`.
template <class T, class Read>
base::Result<T> parsed(std::string_view json, std::string_view at, Read read) {
    Faults faults;
    T value;
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    const auto error = parser.parse(json.data(), json.size()).get(root);
    if (error == simdjson::SUCCESS) {
        read(root, faults, value);
    } else {
        faults.add(std::string{at},
                   fmt::format("must be JSON: {}", simdjson::error_message(error)));
    }
    return std::move(faults).or_fail(std::move(value));
}

} // namespace hatif::simulation
