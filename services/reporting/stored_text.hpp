#pragma once

#include <string>
#include <string_view>

/// Texts of events, made such that PostgreSQL takes them whatever they are.
namespace hatif::reporting {

/// No text there holds a NUL.
std::string without_nul(std::string_view text);

/// Without NUL, and the characters that fit into its first 200 bytes: two such names and their ids
/// fit into a row of an index, which ends at some 2,700.
std::string short_name(std::string_view utf8);

} // namespace hatif::reporting
