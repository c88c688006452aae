#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace hatif::program_scheduler {

/// What is wrong, for people.
struct WrongVariables {
    std::string path; ///< within the object: ".amount"; empty: all of it
    std::string what;
};

/// The variables that a call begins with, as JSON without spaces: an object of texts, numbers,
/// booleans and nulls. Nothing sent is no variables.
std::variant<std::string, WrongVariables> read_initial_variables(std::string_view json);

} // namespace hatif::program_scheduler
