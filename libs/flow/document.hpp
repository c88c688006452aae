#pragma once

#include "flow/problem.hpp"

#include <string_view>

namespace simdjson::dom {
class element;
class parser;
} // namespace simdjson::dom

/// The text that a graph is written in, before a graph is read from it.
namespace hatif::flow {

inline constexpr std::size_t largest_document = 1 << 20; ///< bytes
inline constexpr std::size_t deepest_document = 1'000;   ///< objects and lists within each other

/// Parses a text. What is no JSON is one error and no element: invalid_json, nested_too_deeply,
/// graph_too_large. The element lives as long as the parser.
bool parse_document(std::string_view json,
                    simdjson::dom::parser& parser,
                    simdjson::dom::element& root,
                    Problems& problems);

/// Notes what would be read in two ways, or be kept nowhere: members of the same name
/// (duplicate_member), and U+0000 in a text (out_of_range).
void examine_document(const simdjson::dom::element& root, Problems& problems);

} // namespace hatif::flow
